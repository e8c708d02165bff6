import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** One process, told apart from a later one that was given the same number. */
export interface Identity {
  readonly pid: number
  /** When it started, in the words of the system; compared, never computed with. */
  readonly started: string
}

/** A process that the lab's commands see. */
export interface Instance extends Identity {
  /** What `pgrep` knows it by. */
  readonly name: string
  /** The ports on which it listens. */
  readonly ports: readonly number[]
  /** The unit that started it, or `by-hand`. */
  readonly unit: string
}

/** The identity of a living process; `undefined` when there is none or it is only waiting to be buried. */
export function identityOf(pid: number): Identity | undefined {
  const started = process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid)
  return started === undefined ? undefined : { pid, started }
}

/** Fields 3 (state) and 22 (start time in ticks) of `/proc/PID/stat`, proc(5). */
function startFromProc(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function startFromPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() || undefined
}

/** Whether this very process still lives. */
export function isAlive(identity: Identity): boolean {
  return identityOf(identity.pid)?.started === identity.started
}

/** Sends a signal to this very process; false when it is gone. */
export function signal(identity: Identity, name: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false
  try {
    return process.kill(identity.pid, name)
  } catch {
    return false
  }
}

/** Waits until the process has ended, at most `limit` milliseconds; true when it has. */
export async function ended(identity: Identity, limit: number): Promise<boolean> {
  const deadline = Date.now() + limit
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false
    await sleep(20)
  }
  return true
}

/**
 * Notes an instance in `folder`: one file named by its pid, holding start time, ports, unit and name. It is there at once and
 * whole: whoever looks takes half a note for one of the dead.
 */
export function enlist(folder: string, instance: Instance): void {
  mkdirSync(folder, { recursive: true })
  const { pid, started, ports, unit, name } = instance
  const draft = join(dirname(folder), `instance-${pid}`)
  writeFileSync(draft, `${started}\n${ports.join(' ')}\n${unit}\n${name}\n`)
  renameSync(draft, join(folder, String(pid)))
}

export function strike(folder: string, pid: number): void {
  rmSync(join(folder, String(pid)), { force: true })
}

/** The instances that live; notes of dead ones are removed. */
export function instancesIn(folder: string): Instance[] {
  return filesIn(folder).flatMap((name) => {
    const instance = readInstance(join(folder, name), Number(name))
    if (instance !== undefined && isAlive(instance)) return [instance]
    strike(folder, Number(name))
    return []
  })
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readInstance(path: string, pid: number): Instance | undefined {
  try {
    const [started = '', ports = '', unit = '', name = ''] = readFileSync(path, 'utf8').split('\n')
    return unit === '' ? undefined : { pid, started, ports: ports.split(' ').map(Number), unit, name }
  } catch {
    return undefined
  }
}
