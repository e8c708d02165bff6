import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lab } from '../../../engine/run/lab.ts'
import { keptCode } from './environment.ts'
import { readJson } from './files.ts'
import { ended, type Identity, instancesIn, isAlive, signal } from './identity.ts'

/** `lab.json`: what a run is given to work with the lab. */
export interface LabFile extends Lab, Identity {
  /** The door of the keeper, for the lab's own commands. */
  readonly control: string
}

/** What makes one lab differ from another. */
export interface LabDefinition {
  readonly name: string
  /** One line for each fault, in the order of the README. */
  readonly faultNames: readonly string[]
  /** The program of the keeper; it is called with the lab's folder, the fault (or nothing) and `words`. */
  readonly keeper: string
  readonly words?: readonly string[]
}

/** Milliseconds that a lab may take until it is ready, with its fault in it. */
const startLimit = 30_000

/** A lab as a program: it is started in a folder, broken there, looked at and ended. */
export class LabProgram {
  readonly #definition: LabDefinition

  constructor(definition: LabDefinition) {
    this.#definition = definition
  }

  /**
   * Starts a lab in `folder` (made when missing, otherwise it must be empty or a lab's) and resolves when the service
   * is ready and the fault shows. A lab that runs already is kept, and is given the fault. Rejects with a sentence.
   */
  async up(folder: string, fault?: string): Promise<LabFile> {
    const root = resolve(folder)
    if (fault !== undefined) this.#assertFault(fault)
    const running = this.status(root)
    if (running !== undefined) return fault === undefined ? running : this.setFault(root, fault)
    await this.#clear(root)
    return this.#start(root, fault)
  }

  /** Ends the lab in `folder`: its keeper and its services, and nothing else. False when there was none. */
  async down(folder: string): Promise<boolean> {
    const root = resolve(folder)
    const file = readLabFile(root)
    const keeper = file !== undefined && isAlive(file) ? [file] : []
    await end(keeper, 4000)
    const services = instancesOf(root)
    await end(services, 500)
    rmSync(join(root, 'lab.json'), { force: true })
    return keeper.length + services.length > 0
  }

  /** Replaces the fault of a running lab; `null` puts everything back. Resolves when it shows, or when all is well. */
  async setFault(folder: string, fault: string | null): Promise<LabFile> {
    if (fault !== null) this.#assertFault(fault)
    await this.#ask(folder, `/fault?fault=${fault ?? 'none'}`)
    return this.#running(folder)
  }

  /** Whether the fault can be seen at this moment, whoever brought it about. */
  async check(folder: string, fault: string): Promise<boolean> {
    this.#assertFault(fault)
    return ((await this.#ask(folder, `/present?fault=${fault}`)) as { present: boolean }).present
  }

  /** The lab that runs in `folder`; `undefined` when none does. */
  status(folder: string): LabFile | undefined {
    const file = readLabFile(resolve(folder))
    return file !== undefined && isAlive(file) ? file : undefined
  }

  /** What a `lab.ts` exports. */
  functions() {
    return {
      up: this.up.bind(this),
      down: this.down.bind(this),
      setFault: this.setFault.bind(this),
      check: this.check.bind(this),
      status: this.status.bind(this),
    }
  }

  #running(folder: string): LabFile {
    const file = this.status(folder)
    if (file === undefined) throw new Error(`no lab runs in ${folder}`)
    return file
  }

  async #ask(folder: string, page: string): Promise<unknown> {
    const response = await fetch(this.#running(folder).control + page, { method: 'POST' })
    const answer = (await response.json()) as { error?: string }
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer
  }

  /** What a lab left behind is removed; a folder that is none of ours is not touched. */
  async #clear(root: string): Promise<void> {
    if (existsSync(root) && readdirSync(root).length > 0 && !existsSync(join(root, 'run', 'lab.env'))) {
      throw new Error(`${root} is neither empty nor the folder of a lab`)
    }
    await this.down(root)
    rmSync(root, { recursive: true, force: true })
    mkdirSync(join(root, 'run'), { recursive: true, mode: 0o700 })
  }

  async #start(root: string, fault = ''): Promise<LabFile> {
    const { keeper, words = [] } = this.#definition
    const log = join(root, 'run', 'keeper.log')
    const output = openSync(log, 'a')
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', keeper, root, fault, ...words],
      { cwd: root, detached: true, stdio: ['ignore', output, output], env: keptCode(process.env) },
    )
    closeSync(output)
    child.unref()
    for (const deadline = Date.now() + startLimit; Date.now() < deadline; await sleep(15)) {
      const file = readLabFile(root)
      if (file !== undefined) return file
      if (child.exitCode !== null) break
    }
    child.kill('SIGKILL')
    await end(instancesOf(root), 500)
    throw new Error(`the lab did not start: ${readFileSync(log, 'utf8').trim() || 'out of time'}`)
  }

  #assertFault(fault: string): void {
    const { name, faultNames } = this.#definition
    if (faultNames.includes(fault)) return
    throw new Error(`the lab ${name} has no fault \`${fault}\`, only ${faultNames.join(', ')}`)
  }
}

function instancesOf(root: string): Identity[] {
  return instancesIn(join(root, 'run', 'instances'))
}

/** TERM, and KILL for those that still live after `limit` milliseconds. */
async function end(processes: readonly Identity[], limit: number): Promise<void> {
  await Promise.all(
    processes.map(async (identity) => {
      signal(identity, 'SIGTERM')
      if (await ended(identity, limit)) return
      signal(identity, 'SIGKILL')
      await ended(identity, 5000)
    }),
  )
}

function readLabFile(root: string): LabFile | undefined {
  return readJson<LabFile | undefined>(join(root, 'lab.json'), undefined)
}
