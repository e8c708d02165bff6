import type { Place } from '../place.ts'
import { Journal } from './journal.ts'
import { readDropins, Unit, type UnitDefinition } from './unit.ts'

/** What a command prints and the status it ends with. */
export interface Answer {
  readonly code: number
  readonly text: string
}

const ok: Answer = { code: 0, text: '' }

/** The init of the lab: units, drop-ins, and settings for all of them. */
export class Init {
  readonly journal: Journal
  readonly #place: Place
  readonly #stopLimit: number
  readonly #units: Map<string, Unit>
  #dropins = new Map<string, string[]>()
  readonly #settings = new Map<string, string>()

  /** `stopLimit`: milliseconds that `stop` waits for a graceful end. */
  constructor(place: Place, definitions: readonly UnitDefinition[], stopLimit: number) {
    this.#place = place
    this.#stopLimit = stopLimit
    this.journal = new Journal(place.journal)
    const units = definitions.map((definition) => {
      const environment = () => ({
        ...Object.fromEntries(this.#settings),
        ...this.#dropinEnvironment(),
        ...definition.environment(),
      })
      return new Unit({ ...definition, environment }, place, this.journal)
    })
    this.#units = new Map(units.map((unit) => [unit.definition.name, unit]))
  }

  /** The unit of this name, with or without `.service`. */
  unit(name: string): Unit | undefined {
    return this.#units.get(name.replace(/\.service$/, ''))
  }

  /** The unit of this name. @throws when there is none */
  the(name: string): Unit {
    const unit = this.unit(name)
    if (unit === undefined) throw new Error(`the unit ${name} is not defined`)
    return unit
  }

  /** Does what `systemctl VERB UNIT` asks for; `words` are properties of `show` and settings of `set-environment`. */
  async answer(verb: string, name: string, words: readonly string[] = []): Promise<Answer> {
    const manager = this.#wide(verb, words)
    if (manager !== undefined) return manager
    const unit = this.unit(name)
    if (unit === undefined)
      return { code: verb === 'status' ? 4 : 5, text: `Unit ${name} could not be found.` }
    await unit.catchUp()
    if (verb === 'start') return this.#start(unit)
    if (verb === 'stop') return this.#stop(unit)
    if (verb === 'kill') return unit.kill().then(() => ok)
    if (verb === 'reload') return unit.reload() ? ok : notReloaded(unit)
    if (verb === 'restart') {
      const stopped = await this.#stop(unit)
      return stopped.code === 0 ? this.#start(unit) : stopped
    }
    return this.#look(verb, unit, words)
  }

  /** Ends every unit, those that do not listen to TERM as well, and forgets settings and drop-ins. */
  async clear(): Promise<void> {
    for (const unit of this.#units.values()) if (!(await unit.stop(1000))) await unit.kill()
    this.#settings.clear()
    this.#dropins.clear()
  }

  async #start(unit: Unit): Promise<Answer> {
    if (await unit.start()) return ok
    const { name } = unit.definition
    const text = `Job for ${name}.service failed because the control process exited with error code.
See "systemctl status ${name}.service" and "journalctl -u ${name}.service" for details.`
    return { code: 1, text }
  }

  async #stop(unit: Unit): Promise<Answer> {
    if (await unit.stop(this.#stopLimit)) return ok
    const seconds = this.#stopLimit / 1000
    const text = `Job for ${unit.definition.name}.service failed: the process did not end within ${seconds} s and was left running (SendSIGKILL=no).`
    return { code: 1, text }
  }

  #wide(verb: string, words: readonly string[]): Answer | undefined {
    if (verb === 'daemon-reload') this.#dropins = readDropins(this.#place.dropins)
    else if (verb === 'set-environment') {
      for (const [name, value] of words.map(pairOf)) this.#settings.set(name, value)
    } else if (verb === 'unset-environment') {
      for (const name of words) this.#settings.delete(name)
    } else if (verb === 'show-environment') return { code: 0, text: linesOf(this.#settings) }
    else return undefined
    return ok
  }

  #look(verb: string, unit: Unit, words: readonly string[]): Answer {
    const { state } = unit
    if (verb === 'is-active') return { code: state === 'active' ? 0 : 3, text: state }
    if (verb === 'is-failed') return { code: state === 'failed' ? 0 : 1, text: state }
    if (verb === 'status') return { code: state === 'active' ? 0 : 3, text: statusText(unit) }
    const properties = this.#properties(unit)
    const wanted = words.length === 0 ? [...properties.keys()] : words
    return { code: 0, text: wanted.map((name) => `${name}=${properties.get(name) ?? ''}`).join('\n') }
  }

  #properties(unit: Unit): Map<string, string> {
    const own = {
      Id: `${unit.definition.name}.service`,
      ActiveState: unit.state,
      SubState: unit.state === 'active' ? 'running' : unit.state === 'failed' ? 'failed' : 'dead',
      Result: unit.result,
      MainPID: String(unit.identity?.pid ?? 0),
      ActiveEnterTimestamp: unit.since.toISOString(),
      ExecStart: [unit.definition.program, ...unit.definition.words].join(' '),
    }
    const limits = { MemoryHigh: 'infinity', MemoryMax: 'infinity' }
    const dropins = [...this.#dropins].map(([name, values]) => [name, shown(name, values)] as const)
    return new Map([...Object.entries(own), ...Object.entries(limits), ...dropins])
  }

  #dropinEnvironment(): Record<string, string> {
    const words = (this.#dropins.get('Environment') ?? []).flatMap((line) => line.split(/\s+/))
    return Object.fromEntries(words.map((word) => pairOf(word.replace(/^"|"$/g, ''))))
  }
}

function notReloaded({ state, definition: { name } }: Unit): Answer {
  const why =
    state === 'active' ? 'Job type reload is not applicable for unit' : 'is not active, cannot reload:'
  return { code: 1, text: `${why} ${name}.service` }
}

function pairOf(word: string): [string, string] {
  const [name = '', ...value] = word.split('=')
  return [name, value.join('=')]
}

function linesOf(values: ReadonlyMap<string, string>): string {
  return [...values].map(([name, value]) => `${name}=${value}`).join('\n')
}

function statusText(unit: Unit): string {
  const words = {
    active: 'active (running)',
    inactive: 'inactive (dead)',
    failed: `failed (Result: ${unit.result})`,
  }
  const pid =
    unit.identity === undefined ? [] : [`   Main PID: ${unit.identity.pid} (${unit.definition.name})`]
  return [
    `● ${unit.definition.name}.service - ${unit.definition.describes}`,
    `     Loaded: loaded (${unit.definition.program}; enabled)`,
    `     Active: ${words[unit.state]} since ${unit.since.toISOString()}`,
    ...pid,
  ].join('\n')
}

/** `systemctl show` tells sizes in bytes, whatever unit the file has. */
function shown(name: string, values: readonly string[]): string {
  const value = values.join(' ')
  const size = name.startsWith('Memory') ? /^(\d+)([KMGT])$/.exec(value) : null
  return size === null ? value : String(Number(size[1]) * 1024 ** ('KMGT'.indexOf(size[2] ?? '') + 1))
}
