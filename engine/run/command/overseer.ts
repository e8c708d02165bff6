import type { Outcome } from '../../outcome.ts'
import { bootId, look } from '../supervisor/proc.ts'
import type { Attempted, FromSupervisor, Order, Progress, StartRecord } from '../supervisor/protocol.ts'
import type { Found, Running } from '../commands.ts'
import type { AttemptFiles } from './files.ts'
import { staySmall } from './footprint.ts'
import { launchSupervisor } from './launch.ts'
import { Fenced, joinSupervisor, type Credentials, type Link } from './link.ts'
import { Tail } from './tail.ts'

/** The supervisor is gone and left no outcome: the command may have run. Carries the sentence for the operator. */
export class LostCommand extends Error {
  override readonly name = 'LostCommand'
}

interface Watched {
  readonly running: Running
  readonly tail: Tail
  settle(outcome: Outcome): void
  lose(error: Error): void
}

/** The engine's side of the run's supervisor. */
export class Overseer {
  readonly #files: AttemptFiles
  readonly #runDirectory: string
  readonly #environment: Readonly<Record<string, string>>
  readonly #credentials: Credentials
  readonly #watched = new Map<string, Watched>()
  readonly #awaited = new Map<string, (started: Running | Error) => void>()
  #link: Link | undefined

  constructor(
    files: AttemptFiles,
    runDirectory: string,
    environment: Readonly<Record<string, string>>,
    credentials: Credentials,
  ) {
    this.#files = files
    this.#runDirectory = runDirectory
    this.#environment = environment
    this.#credentials = credentials
  }

  /** Has a command started; resolves when it runs, or when its outcome says why it does not. */
  async start(order: Order): Promise<Running> {
    const link = (await this.#join()) ?? (await this.#launch())
    const started = new Promise<Running>((resolve, reject) => {
      this.#awaited.set(order.stem, (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)))
    })
    this.#holdLine()
    link.say({ type: 'start', order })
    return started
  }

  /** What became of an attempt, whoever started it. */
  async find(key: Attempted): Promise<Found> {
    await this.#join()
    const started = this.#files.start(key)
    if (started === undefined && this.#files.mayHaveLostStarts) return { state: 'unknown', detail: lostStart }
    if (started === undefined) return { state: 'never-started' }
    const watched = this.#watched.get(started.stem)
    if (watched !== undefined) return { state: 'running', running: watched.running }
    const outcome = this.#files.outcome(started.stem)
    if (outcome !== undefined) return { state: 'finished', outcome }
    const lives = isAlive(started) ? { lives: true as const } : {}
    return { state: 'unknown', detail: describeStart(started), ...lives }
  }

  /** Lets the supervisor end when nothing runs; a command in hand goes on without us. */
  async close(): Promise<void> {
    const link = this.#link
    if (link === undefined) return
    this.#link = undefined
    const gone = new Promise<void>((resolve) => {
      link.listen((message) => (message === undefined ? resolve() : undefined))
      setTimeout(resolve, 500).unref()
    })
    if (this.#watched.size > 0) return link.close()
    link.hold(true)
    link.say({ type: 'end' })
    await gone
    link.close()
  }

  async #join(): Promise<Link | undefined> {
    if (this.#link !== undefined) return this.#link
    const link = await joinSupervisor(this.#runDirectory, this.#credentials)
    if (link === undefined) return undefined
    this.#link = link
    for (const progress of link.running) this.#watch(progress)
    link.listen((message, reason) => (message === undefined ? this.#lost(reason) : this.#hear(message)))
    this.#holdLine()
    return link
  }

  async #launch(): Promise<Link> {
    await launchSupervisor(this.#runDirectory, this.#environment)
    const link = await this.#join()
    if (link === undefined) throw new Error('the supervisor did not start, so nothing was started')
    return link
  }

  #hear(message: FromSupervisor): void {
    if (message.type === 'started') {
      const { running } = this.#watch(message)
      this.#answer(message.stem, running)
    }
    if (message.type === 'grown') this.#watched.get(message.stem)?.tail.grown(message.stdout, message.stderr)
    if (message.type === 'ended') this.#end(message.stem, message.outcome)
  }

  #watch(progress: Progress): Watched {
    const { stem, pid, startedAt, stdout, stderr } = progress
    const tail = new Tail(this.#files.path(stem, '.out'), this.#files.path(stem, '.err'))
    tail.grown(stdout, stderr)
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    promise.catch(() => undefined)
    const running: Running = {
      pid,
      startedAt,
      onOutput: (listener) => tail.add(listener),
      stop: () => this.#link?.say({ type: 'stop', stem }),
      outcome: promise,
    }
    const watched = { running, tail, settle: resolve, lose: reject }
    this.#watched.set(stem, watched)
    return watched
  }

  #end(stem: string, outcome: Outcome): void {
    const { startedAt, stdout, stderr } = outcome
    const watched = this.#watched.get(stem) ?? this.#watch({ stem, pid: 0, startedAt, stdout: 0, stderr: 0 })
    if (outcome.ended !== 'unstarted') watched.tail.grown(stdout.bytes, stderr.bytes)
    this.#watched.delete(stem)
    watched.settle(outcome)
    staySmall()
    this.#answer(stem, watched.running)
    this.#holdLine()
  }

  #answer(stem: string, answer: Running | Error): void {
    this.#awaited.get(stem)?.(answer)
    this.#awaited.delete(stem)
  }

  /** The line is down: what was recorded before is taken, everything else is lost. */
  #lost(reason: string | undefined): void {
    this.#link = undefined
    for (const stem of [...this.#awaited.keys(), ...this.#watched.keys()]) {
      const outcome = reason === undefined ? this.#files.outcome(stem) : undefined
      if (outcome !== undefined) this.#end(stem, outcome)
      else {
        const lost = 'the supervisor of this run ended before the command did'
        const error = reason === undefined ? new LostCommand(lost) : new Fenced(reason)
        this.#watched.get(stem)?.lose(error)
        this.#watched.delete(stem)
        this.#answer(stem, error)
      }
    }
  }

  /** The engine must not end while it waits for a command, and must be able to when it does not. */
  #holdLine(): void {
    this.#link?.hold(this.#watched.size > 0 || this.#awaited.size > 0)
  }
}

/** What is known of a command when the machine went down before the disk had the note of its start. */
const lostStart =
  'the machine was started anew since, so it cannot be told whether it was started; it may have run'

/** What is known of a command whose supervisor left no outcome. */
function describeStart(start: StartRecord): string {
  const { pid, at, boot } = start
  if (pid === undefined) return 'it was about to start when its supervisor ended; it may have run'
  const since = `it was started at ${at} as process ${pid}, and its supervisor ended before it did`
  if (boot !== bootId()) return `${since}; the machine was started anew meanwhile`
  return isAlive(start) ? `${since}; the process still runs` : `${since}; the process is gone`
}

/** Whether the very process that was started still runs; one that is dead and only not yet buried does not. */
export function isAlive({ pid, pidStart, boot }: StartRecord): boolean {
  if (pid === undefined || pidStart === '' || boot !== bootId()) return false
  const seen = look(pid)
  return seen !== undefined && seen.start === pidStart && !seen.zombie
}
