import type { Outcome } from '../../outcome.ts'
import { keepBackup } from '../change/backup.ts'
import { redactionOf, type Redaction } from '../supervisor/mask.ts'
import type { Attempted, Order } from '../supervisor/protocol.ts'
import type { Bindings, Command, Commands, Found, Running, Session, Unready } from '../commands.ts'
import { AttemptFiles } from './files.ts'
import { baseEnvironment, type LabEnvironment } from './environment.ts'
import { runKey } from './launch.ts'
import { prepareBlock, preparePosting, prepareUndoing, type Prepared, type Standing } from './prepare.ts'
import { isUnready } from './call.ts'
import { isAlive, Overseer } from './overseer.ts'
import { secretsOf } from './secrets.ts'
import { carryOver } from './session.ts'

/** What a run gives to its commands. */
export interface CommandsOptions {
  /** The run's own folder; its `output/` exists. */
  readonly runDirectory: string
  readonly runId: string
  /** What is known at the start: its secrets are masked from the first command on. */
  readonly bindings: Bindings
  /** Further values to mask: those of a lab. */
  readonly secrets?: Readonly<Record<string, string>>
  /** The operator's environment; an allow-list of it goes on to commands. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly lab?: LabEnvironment
  /** Where the run stands, from its facts; the default is the operator's own directory. */
  readonly session?: Session
  /** The fencing epoch of this process. */
  readonly epoch: number
  /** Milliseconds from TERM to KILL. */
  readonly grace?: number
  /** Bytes kept of each stream of each command; a command is never stopped for saying more. */
  readonly outputLimit?: number
}

const defaults = { grace: 5000, outputLimit: 8 * 1024 ** 3 }

/** Opens the only door to processes. The supervisor is started by the first command, and joined when one runs already. */
export function openCommands(options: CommandsOptions): Commands {
  return new OpenCommands(options)
}

class OpenCommands implements Commands {
  readonly #options: CommandsOptions
  readonly #environment: Readonly<Record<string, string>>
  readonly #key: string
  readonly #files: AttemptFiles
  readonly #overseer: Overseer
  readonly #redaction: Redaction
  readonly #prepared = new WeakMap<Command, Prepared>()
  #session: Session

  constructor(options: CommandsOptions) {
    const { runDirectory, epoch, bindings } = options
    this.#options = options
    this.#environment = baseEnvironment(options.environment, options.lab)
    this.#key = runKey(runDirectory)
    this.#files = new AttemptFiles(runDirectory)
    this.#session = options.session ?? { directory: process.cwd(), exports: {} }
    const secrets = secretsOf(bindings, options.secrets)
    this.#redaction = redactionOf(secrets)
    this.#overseer = new Overseer(this.#files, runDirectory, this.#environment, {
      key: this.#key,
      epoch,
      secrets,
    })
  }

  get session(): Session {
    return this.#session
  }

  prepare(...[runbook, section, block, place, bindings]: Parameters<Commands['prepare']>) {
    return this.#keep(prepareBlock({ runbook, section, block, place }, bindings, this.#standing()))
  }

  prepareUndo(...[runbook, section, block, place, bindings]: Parameters<Commands['prepareUndo']>) {
    return this.#keep(prepareUndoing({ runbook, section, block, place }, bindings, this.#standing()))
  }

  preparePost(...[runbook, section, block, place, bindings, text]: Parameters<Commands['preparePost']>) {
    return this.#keep(preparePosting({ runbook, section, block, place }, bindings, this.#standing(), text))
  }

  async start(command: Command, key: Attempted, apart = false): Promise<Running> {
    const prepared = this.#prepared.get(command)
    if (prepared === undefined) throw new Error('a command must be started as it was made ready')
    const order = this.#order(prepared, key)
    const { backup } = prepared.call
    if (backup !== undefined) {
      const { bytes, ...kept } = backup
      keepBackup(this.#files.output, order.stem, { ...key, ...kept }, bytes)
    }
    const running = await this.#overseer.start(order)
    return apart ? running : this.#adopting(running)
  }

  async find(key: Attempted, apart = false): Promise<Found> {
    const first = await this.#overseer.find(key)
    const found = first.state === 'unknown' ? await this.#settle(first, key) : first
    if (apart) return found
    if (found.state === 'finished') this.#adopt(found.outcome)
    return found.state === 'running' ? { ...found, running: this.#adopting(found.running) } : found
  }

  /** A change of a file is settled by the file itself, when nothing works on it any more. */
  async #settle(found: Found, key: Attempted): Promise<Found> {
    const start = this.#files.start(key)
    if (start === undefined || isAlive(start)) return found
    const { settleChange } = await import('./settle.ts')
    return settleChange(this.#files.output, start) ?? found
  }

  #standing(): Standing {
    const { output } = this.#files
    const redact = (text: string) => this.#redaction.text(text)
    return { environment: this.#environment, session: this.#session, key: this.#key, output, redact }
  }

  async #keep(preparing: Promise<Prepared | Unready>): Promise<Command | Unready> {
    const prepared = await preparing
    if (isUnready(prepared)) return prepared
    this.#prepared.set(prepared.command, prepared)
    return prepared.command
  }

  close(): Promise<void> {
    return this.#overseer.close()
  }

  #order({ command, call, inputs }: Prepared, key: Attempted): Order {
    const { runId, grace = defaults.grace, outputLimit = defaults.outputLimit } = this.#options
    return {
      stem: this.#files.next(key),
      ...key,
      program: call.program,
      arguments: [...call.options, ...call.bootstrap],
      environment: {
        ...command.environment,
        RUNBOOK_RUN_ID: runId,
        RUNBOOK_SECTION: key.place.section,
        RUNBOOK_ATTEMPT: String(key.attempt),
      },
      directory: command.directory,
      input: Buffer.from(call.input).toString('base64'),
      inputAt: call.inputAt,
      session: call.session,
      inputs,
      timeout: command.timeout,
      grace,
      outputLimit,
      ...(command.as === undefined ? {} : { as: command.as }),
    }
  }

  #adopting(running: Running): Running {
    const outcome = running.outcome.then((outcome) => {
      this.#adopt(outcome)
      return outcome
    })
    outcome.catch(() => undefined)
    return {
      pid: running.pid,
      startedAt: running.startedAt,
      onOutput: (listener) => running.onOutput(listener),
      stop: () => running.stop(),
      outcome,
    }
  }

  #adopt(outcome: Outcome): void {
    this.#session = carryOver(this.#session, outcome)
  }
}
