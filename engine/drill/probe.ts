import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openCommands } from '../run/command/open.ts'
import type { Lab } from '../run/lab.ts'
import { verdictOf } from '../run/performers/verdict.ts'
import type { Binding, Bindings, Commands } from '../run/commands.ts'
import type { Block } from '../model.ts'
import type { Checks } from '../parse/drill.ts'
import type { FailedCommand } from './types.ts'

/** What the probe of a drill works with. */
export interface ProbeOptions {
  /** A folder of its own; created. */
  readonly folder: string
  readonly bindings: Bindings
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly lab?: Lab
  readonly signal: AbortSignal
}

/** Pause between two looks of a check that does not say, in milliseconds. */
const usualPause = 500

/**
 * Runs the drill's own checks, beside the run and without its record. What a check hands on through `$RUNBOOK_OUTPUT`
 * is known to those after it, so that `after` can compare with `before`.
 */
export class Probe {
  readonly #options: ProbeOptions
  readonly #bindings: Map<string, Binding>
  readonly #commands: Commands
  #attempts = 0

  constructor(options: ProbeOptions) {
    this.#options = options
    this.#bindings = new Map([...bindingsOf(options.lab), ...options.bindings])
    mkdirSync(join(options.folder, 'output'), { recursive: true, mode: 0o700 })
    mkdirSync(join(options.folder, 'work'), { mode: 0o700 })
    const { folder, environment, lab } = options
    this.#commands = openCommands({
      runDirectory: folder,
      runId: 'drill',
      bindings: this.#bindings,
      environment,
      epoch: 1,
      session: { directory: join(folder, 'work'), exports: {} },
      ...(lab === undefined ? {} : { lab, secrets: lab.secrets }),
    })
  }

  /**
   * The first check that does not hold; nothing when all do.
   * @param longest milliseconds that a check is polled at most, whatever its expectation says; 0 looks once
   */
  async failing({ runbook, section }: Checks, longest: number): Promise<FailedCommand | undefined> {
    for (const block of section.blocks) {
      const event = await this.#judged({ runbook, section }, block, longest)
      if (!event.verdict.held) return { runbook, section, block, event }
    }
    return undefined
  }

  close(): Promise<void> {
    return this.#commands.close()
  }

  async #judged(checks: Checks, block: Block, longest: number): Promise<FailedCommand['event']> {
    const { within = 0, every = usualPause } = block.expectation ?? {}
    const deadline = Date.now() + Math.min(within, longest)
    for (;;) {
      const event = await this.#look(checks, block)
      if (event.verdict.held || Date.now() >= deadline || this.#options.signal.aborted) return event
      await sleep(Math.min(every, Math.max(0, deadline - Date.now())))
    }
  }

  async #look({ runbook, section }: Checks, block: Block): Promise<FailedCommand['event']> {
    const place = { frame: 0, runbook: runbook.path, section: section.id, block: block.index }
    const command = await this.#commands.prepare(runbook, section, block, place, this.#bindings)
    if ('reason' in command) throw new Error(`${command.reason}: ${command.help}`)
    const running = await this.#commands.start(command, { place, attempt: ++this.#attempts })
    const stop = () => running.stop()
    this.#options.signal.addEventListener('abort', stop, { once: true })
    const outcome = await running.outcome
    this.#options.signal.removeEventListener('abort', stop)
    for (const [name, value] of Object.entries(outcome.values))
      this.#bindings.set(name, { name, value, secret: false, from: 'output' })
    const view = { bindings: this.#bindings, directory: this.#options.folder }
    return { outcome, verdict: await verdictOf(outcome, block, view) }
  }
}

/** Everything that a lab gives: the checks may use what the runbook itself does not declare. */
function bindingsOf(lab: Lab | undefined): [string, Binding][] {
  const named = (values: Readonly<Record<string, string>>, secret: boolean) =>
    Object.entries(values).map(([name, value]): [string, Binding] => [
      name,
      { name, value, secret, from: 'lab' },
    ])
  return lab === undefined ? [] : [...named(lab.inputs, false), ...named(lab.secrets, true)]
}
