import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, closeSync, openSync, unlinkSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../../outcome.ts'
import { Leash } from './leash.ts'
import type { Redaction } from './mask.ts'
import { outcomeOf, unstarted } from './outcome.ts'
import type { Pipes } from './pipes.ts'
import type { Attempted, Order, Progress } from './protocol.ts'
import type { Notes } from './records.ts'
import { openStreams, type Streams } from './streams.ts'

/** What a job finds around it. */
export interface Surroundings {
  /** The run's `output/`. */
  readonly output: string
  /** A private folder in memory, where the system has one. */
  readonly scratch: string
  readonly pipes: Pipes
  readonly notes: Notes
  readonly redaction: Redaction
  /** Names of the declared secrets. */
  readonly secrets: ReadonlySet<string>
  readonly epoch: number
  readonly boot: string
}

/** How long what is left of an ended command may hold its pipes, in milliseconds. */
const settle = 500

/** One command from its start to its recorded outcome. */
export class Job {
  readonly order: Order
  readonly #around: Surroundings
  readonly #startedAt = new Date().toISOString()
  readonly #values: string
  #streams: Streams | undefined
  #child: ChildProcess | undefined
  #why: 'timed-out' | 'stopped' | undefined
  #pull: () => void = () => undefined
  readonly #pulled: Promise<void> = new Promise((resolve) => {
    this.#pull = resolve
  })

  constructor(order: Order, around: Surroundings) {
    this.order = order
    this.#around = around
    this.#values = join(around.scratch, `${order.stem}-${randomBytes(8).toString('hex')}`)
  }

  get progress(): Progress {
    const { out, err } = this.#streams ?? {}
    return {
      stem: this.order.stem,
      pid: this.#child?.pid ?? 0,
      startedAt: this.#startedAt,
      stdout: out?.sink.bytes ?? 0,
      stderr: err?.sink.bytes ?? 0,
    }
  }

  /** Ends the command before its time; its outcome says so. */
  stop(): void {
    this.#end('stopped')
  }

  /** Runs it. `started` is told once the program runs. The outcome is noted when this resolves. */
  async run(started: () => void): Promise<Outcome> {
    const outcome = await this.#runRecorded(started)
    try {
      this.#around.notes.add({ ...named(this.order), outcome })
    } catch (error) {
      const notice = `the outcome could not be noted beside the output: ${text(error)}`
      return { ...outcome, notices: [...(outcome.notices ?? []), notice] }
    }
    return outcome
  }

  async #runRecorded(started: () => void): Promise<Outcome> {
    const { order } = this
    const { notes, epoch, boot } = this.#around
    const record = { ...named(order), epoch, at: this.#startedAt, boot }
    try {
      this.#streams = openStreams(order, this.#around)
      notes.add(record)
      const child = await this.#spawn(this.#streams)
      const leash = new Leash({
        leader: child.pid ?? 0,
        marker: `RUNBOOK_OUTPUT=${this.#values}`,
        grace: order.grace,
        as: order.as,
        ended: () => child.exitCode !== null || child.signalCode !== null,
      })
      notes.add({ ...record, pid: child.pid ?? 0, pidStart: leash.leaderStart ?? '' })
      started()
      return await this.#watch(child, leash, this.#streams)
    } catch (error) {
      this.#streams?.abandon(false)
      return unstarted(order, this.#startedAt, this.#around.redaction.text(text(error)))
    }
  }

  async #spawn({ out, err, session }: Streams): Promise<ChildProcess> {
    const { order } = this
    writeFileSync(this.#values, '', { flag: 'wx', mode: 0o600 })
    if (order.as !== undefined) openToOthers(this.#around.scratch, this.#values)
    const input = openInput(this.#around.scratch, order)
    const stdio =
      order.inputAt === 0
        ? [input, out.pipe.write, err.pipe.write]
        : ['ignore' as const, out.pipe.write, err.pipe.write, input, ...(session ? [session.pipe.write] : [])]
    try {
      const child = spawn(order.program, order.arguments, {
        cwd: order.directory,
        env: { ...order.environment, RUNBOOK_OUTPUT: this.#values },
        stdio,
        detached: true,
      })
      this.#child = child
      await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject))
      return child
    } finally {
      closeSync(input)
    }
  }

  async #watch(child: ChildProcess, leash: Leash, streams: Streams): Promise<Outcome> {
    const exited = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve()
      else child.once('exit', () => resolve())
    })
    streams.listen()
    const timer = setTimeout(() => this.#end('timed-out'), this.order.timeout)
    await Promise.race([exited, this.#pulled])
    clearTimeout(timer)
    if (this.#why !== undefined) {
      await leash.pull()
      await Promise.race([exited, sleep(settle)])
    }
    const ended = this.#why
    await Promise.race([streams.drained(), sleep(settle)])
    const survivors = ended !== undefined || streams.held ? leash.survivors() : []
    streams.abandon(ended === undefined)
    const { code, signal } = { code: child.exitCode, signal: child.signalCode }
    const exit = { ended, code, signal, survivors, startedAt: this.#startedAt, held: streams.held }
    return outcomeOf(this.order, exit, streams, this.#values, this.#around)
  }

  #end(why: 'timed-out' | 'stopped'): void {
    this.#why ??= why
    this.#pull()
  }
}

/** The bytes that the program reads, behind a descriptor and no name: nobody can put others in their place. */
function openInput(scratch: string, order: Order): number {
  const path = join(scratch, `input-${order.stem}`)
  writeFileSync(path, Buffer.from(order.input, 'base64'), { flag: 'wx', mode: 0o400 })
  const file = openSync(path, 'r')
  unlinkSync(path)
  return file
}

/** Another user must be able to append to the one file whose unguessable name only its own command knows. */
function openToOthers(scratch: string, path: string): void {
  chmodSync(scratch, 0o711)
  chmodSync(path, 0o666)
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Which start of which block an order is for, and the files that it fills. */
function named({ stem, place, attempt, look }: Order): Attempted & Pick<Order, 'stem'> {
  return { stem, place, attempt, ...(look === undefined ? {} : { look }) }
}
