import { readdirSync, readFileSync } from 'node:fs'

/** A process that was seen: a pid alone is not enough, because the system uses it again. */
export interface Seen {
  readonly pid: number
  /** When it started, in the system's own ticks; the same pid with another start is another process. */
  readonly start: string
  readonly group: number
  readonly zombie: boolean
}

/** Whether this system shows its processes as files. Without them, what left its group cannot be found. */
export const seesProcesses: boolean = process.platform === 'linux' && look(process.pid) !== undefined

/** Names this boot of the machine; empty where the system does not tell. */
export function bootId(): string {
  return readText('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
}

/** Looks at one process, or at nothing when it is gone. Fields of proc(5) `stat`, after the name in parentheses. */
export function look(pid: number): Seen | undefined {
  const stat = readText(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    pid,
    start: fields[19] ?? '',
    group: Number(fields[2]),
    zombie: fields[0] === 'Z' || fields[0] === 'X',
  }
}

/**
 * The living processes of a group, and those anywhere else that carry `marker` (`NAME=value`) in the environment
 * that they were started with.
 */
export function findProcesses(group: number, marker: string): Seen[] {
  return everyPid()
    .filter((pid) => pid !== process.pid)
    .flatMap((pid) => look(pid) ?? [])
    .filter((seen) => !seen.zombie && (seen.group === group || carries(seen.pid, marker)))
}

function everyPid(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function carries(pid: number, marker: string): boolean {
  const environment = readText(`/proc/${pid}/environ`)
  return environment !== undefined && `\0${environment}\0`.includes(`\0${marker}\0`)
}

/** Sends a signal only if the pid still is the process that was seen. */
export function signal(seen: Seen, name: NodeJS.Signals): boolean {
  if (look(seen.pid)?.start !== seen.start) return false
  try {
    return process.kill(seen.pid, name)
  } catch {
    return false
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
