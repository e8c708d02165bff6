import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readEnvironmentFile } from '../environment.ts'
import { ended, type Identity, identityOf, isAlive, signal, strike } from '../identity.ts'
import type { Place } from '../place.ts'
import type { Journal } from './journal.ts'

export type UnitState = 'inactive' | 'active' | 'failed'

/** How a unit is started: its program, arguments, and settings that init adds to the environment. */
export interface UnitDefinition {
  readonly name: string
  readonly describes: string
  readonly program: string
  readonly words: readonly string[]
  readonly environment: () => Readonly<Record<string, string>>
  /** Whether it reads its configuration again on SIGHUP. */
  readonly reloads?: boolean
}

/** Milliseconds within which a service must listen. */
const startLimit = 8000

/** One service under init: it is started, ended, and watched; nothing restarts it by itself. */
export class Unit {
  readonly definition: UnitDefinition
  state: UnitState = 'inactive'
  since = new Date()
  result = 'success'
  identity: Identity | undefined
  readonly #place: Place
  readonly #journal: Journal
  #stopping = false

  constructor(definition: UnitDefinition, place: Place, journal: Journal) {
    this.definition = definition
    this.#place = place
    this.#journal = journal
  }

  /** Sees an end that has happened but was not reported yet. */
  async catchUp(): Promise<void> {
    if (this.identity !== undefined && !isAlive(this.identity)) await this.#noticed()
  }

  /** Starts it and waits until it listens or has failed; true when it listens. */
  async start(): Promise<boolean> {
    if (this.state === 'active') return true
    const child = this.#spawn()
    const pid = child.pid
    if (pid === undefined) return this.#enter('failed', 'exec')
    this.identity = identityOf(pid)
    this.#stopping = false
    this.#enter('active', 'success')
    child.once('exit', (code, name) => this.#exited(code, name))
    return this.#listens(pid)
  }

  /** Asks it to end and waits `limit` milliseconds; false when it still runs. */
  async stop(limit: number): Promise<boolean> {
    if (this.state !== 'active' || this.identity === undefined) return true
    this.#stopping = true
    signal(this.identity, 'SIGTERM')
    const gone = await ended(this.identity, limit)
    if (!gone)
      this.#journal.write('systemd', `${this.definition.name}.service: State 'stop-sigterm' timed out.`)
    if (gone) await this.#noticed()
    return gone
  }

  /** Has it read its configuration again; false when it cannot, or does not run. */
  reload(): boolean {
    if (this.definition.reloads !== true || this.identity === undefined) return false
    signal(this.identity, 'SIGHUP')
    return true
  }

  /** Ends it at once; its lock file stays behind, as after any such end. */
  async kill(): Promise<void> {
    if (this.identity === undefined || this.state !== 'active') return
    signal(this.identity, 'SIGKILL')
    if (await ended(this.identity, 5000)) await this.#noticed()
  }

  /** Waits until the end of the process has been noticed. */
  async #noticed(): Promise<void> {
    while (this.state === 'active') await sleep(5)
  }

  #spawn(): ChildProcess {
    const output = openSync(this.#place.journal, 'a')
    const { name, program, words, environment } = this.definition
    const child = spawn(program, words, {
      cwd: this.#place.root,
      detached: true,
      stdio: ['ignore', output, output],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        LAB_ROOT: this.#place.root,
        JOURNAL: this.#place.journal,
        UNIT: name,
        ...readEnvironmentFile(this.#place.environmentFile),
        ...environment(),
      },
    })
    child.once('error', () => this.#enter('failed', 'exec'))
    closeSync(output)
    return child
  }

  async #listens(pid: number): Promise<boolean> {
    const note = join(this.#place.instances, String(pid))
    for (const deadline = Date.now() + startLimit; Date.now() < deadline; await sleep(10)) {
      if (this.state !== 'active') return false
      if (statSync(note, { throwIfNoEntry: false })) return true
    }
    await this.kill()
    return false
  }

  #exited(code: number | null, name: string | null): void {
    if (this.identity !== undefined) strike(this.#place.instances, this.identity.pid)
    this.identity = undefined
    if (code === 0) return void this.#enter('inactive', 'success')
    const how = name === null ? `code=exited, status=${code}` : `code=killed, signal=${name}`
    this.#journal.write('systemd', `${this.definition.name}.service: Main process exited, ${how}`)
    this.#enter('failed', name === null ? 'exit-code' : 'signal')
  }

  #enter(state: UnitState, result: string): boolean {
    this.state = state
    this.result = result
    this.since = new Date()
    const word = { active: 'Started', inactive: 'Stopped', failed: 'Failed' }[state]
    this.#journal.write(
      'systemd',
      `${word} ${this.definition.name}.service${this.#stopping ? ' as asked' : ''}.`,
    )
    return state === 'active'
  }
}

/** Settings in the `[Service]` part of all `*.conf` files of a folder, later files over earlier ones, systemd.unit(5). */
export function readDropins(folder: string): Map<string, string[]> {
  const settings = new Map<string, string[]>()
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.conf'))
    .sort()) {
    let part = ''
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const header = /^\s*\[(\w+)\]/.exec(line)
      const pair = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line)
      if (header?.[1] !== undefined) part = header[1]
      else if (part === 'Service' && pair?.[1] !== undefined && pair[2] !== undefined) {
        settings.set(pair[1], [...(settings.get(pair[1]) ?? []), pair[2]])
      }
    }
  }
  return settings
}
