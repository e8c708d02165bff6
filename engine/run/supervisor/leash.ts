import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { findProcesses, look, seesProcesses, signal, type Seen } from './proc.ts'

/** What bounds one command: its process group, and whatever left the group but still carries its marker. */
export interface LeashOptions {
  /** Pid of the command, which leads a group of its own. */
  readonly leader: number
  /** `NAME=value` in the environment of everything that the command started. */
  readonly marker: string
  /** Milliseconds between TERM and KILL. */
  readonly grace: number
  /** Another user, through sudo, whose processes we may not signal ourselves. */
  readonly as: string | undefined
  /** Whether the leader has ended: its pid may be another process then. */
  readonly ended: () => boolean
}

/** Milliseconds for what was killed to go away. */
const goingAway = 700

/**
 * Ends a command and everything that it started: TERM, a grace, KILL, again for what was forked meanwhile.
 * A pid is only signalled when it is the process that was seen: the same start time.
 */
export class Leash {
  readonly #options: LeashOptions
  readonly #start: string | undefined

  constructor(options: LeashOptions) {
    this.#options = options
    this.#start = look(options.leader)?.start
  }

  /** Start time of the command's process, as the system counts. */
  get leaderStart(): string | undefined {
    return this.#start
  }

  /** Resolves when nothing is left, or when what is left cannot be killed. */
  async pull(): Promise<void> {
    this.#signalAll('SIGTERM')
    this.#signalAll('SIGCONT')
    await this.#untilGone(this.#options.grace)
    const end = performance.now() + goingAway
    while (this.#alive() && performance.now() < end) {
      this.#signalAll('SIGKILL')
      await this.#untilGone(50)
    }
  }

  /** Everything of the command that still lives. */
  survivors(): number[] {
    return this.#members().map(({ pid }) => pid)
  }

  async #untilGone(patience: number): Promise<void> {
    const end = performance.now() + patience
    for (let pause = 5; this.#alive() && performance.now() < end; pause = Math.min(50, pause * 2)) {
      await sleep(Math.min(pause, Math.max(1, end - performance.now())))
    }
  }

  #alive(): boolean {
    if (seesProcesses) return this.#members().length > 0
    return !this.#options.ended() && this.#signalGroup(0)
  }

  /** A group whose leader's pid belongs to another process now is not ours any more. */
  #members(): Seen[] {
    const { leader, marker } = this.#options
    const now = look(leader)
    const reused = now !== undefined && this.#start !== undefined && now.start !== this.#start
    return findProcesses(reused ? -1 : leader, marker)
  }

  #signalAll(name: NodeJS.Signals): void {
    const { as, leader, ended } = this.#options
    if (!ended()) this.#signalGroup(name)
    for (const seen of this.#members()) signal(seen, name)
    if (as !== undefined) {
      const words = ['-n', '-u', as, 'kill', '-s', name.slice(3), '--', `-${leader}`]
      spawn('sudo', words, { stdio: 'ignore' }).on('error', () => undefined)
    }
  }

  #signalGroup(name: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-this.#options.leader, name)
    } catch {
      return false
    }
  }
}
