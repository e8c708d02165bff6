import { readdirSync, readFileSync } from 'node:fs'

/** Where the system does not say how many files a process may have open. */
const usual = 1024

/** How many files this process has open, proc(5). */
export function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}

/** How many it may have open: the soft limit, proc(5). */
export function openFileLimit(): number {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return Number(limit ?? usual)
  } catch {
    return usual
  }
}

/** Seconds of processor time that this process has used. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
