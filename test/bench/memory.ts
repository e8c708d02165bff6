import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import type { Command } from './measure.ts'

/**
 * The largest resident set, in MiB, of any process that carries the command's state folder in its
 * environment, read every 20 ms from /proc: the program and its supervisor, which is not its child.
 */
export async function peakMemoryOf(command: Command): Promise<number> {
  const [programName = '', ...words] = command.words
  const mark = command.environment?.RUNBOOK_STATE ?? ''
  const child = spawn(programName, words, {
    stdio: 'ignore',
    cwd: command.directory,
    env: { ...process.env, ...command.environment },
  })
  let peak = 0
  const sampling = setInterval(() => {
    peak = Math.max(peak, ...processesOf(mark).map(residentMebibytes))
  }, 20)
  await new Promise((done) => child.on('exit', done))
  clearInterval(sampling)
  return peak
}

/** The Node processes whose environment names the state folder below `folder`: programs and supervisors. */
export function processesOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && belongs(pid, folder))
}

function belongs(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark) && isNode(pid)
  } catch {
    return false
  }
}

/** MiB of the largest resident set that a process ever had; 0 when it is gone. */
export function residentMebibytes(pid: string): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

function isNode(pid: string): boolean {
  const name = readFileSync(`/proc/${pid}/comm`, 'latin1')
  const program = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')[0] ?? ''
  return name.startsWith('node') || program.includes('node')
}
