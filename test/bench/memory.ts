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
    for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid)) peak = Math.max(peak, peakOf(pid, mark))
  }, 20)
  await new Promise((done) => child.on('exit', done))
  clearInterval(sampling)
  return peak / 1024
}

function peakOf(pid: string, mark: string): number {
  try {
    if (!readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark)) return 0
    if (!readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('node') && !isNode(pid)) return 0
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function isNode(pid: string): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')[0]?.includes('node') ?? false
}
