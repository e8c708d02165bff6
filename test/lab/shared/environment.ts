import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** `NAME=value` lines, as `EnvironmentFile=` of systemd.exec(5) reads them: comments, blank lines, optional quotes. */
export function readEnvironmentFile(path: string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const line of textOf(path).split('\n')) {
    const pair = /^\s*(\w+)\s*=\s*(["']?)(.*?)\2\s*$/.exec(line)
    if (pair?.[1] !== undefined) values[pair[1]] = pair[3] ?? ''
  }
  return values
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The lab that a command acts on; ends the program with a sentence when there is none. */
export function labFolder(): string {
  const folder = process.env.LAB_ROOT
  if (folder !== undefined && folder !== '') return folder
  process.stderr.write('LAB_ROOT is not set: start a lab with `runbook lab up NAME`\n')
  return process.exit(2)
}

/**
 * The same environment, in which Node keeps what it compiled: `$XDG_CACHE_HOME/runbook/lab`, or `~/.cache/runbook/lab`. A
 * lab starts many programs, each from its sources, and compiling them takes two thirds of their start.
 */
export function keptCode(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const home = environment.XDG_CACHE_HOME || join(environment.HOME ?? homedir(), '.cache')
  return { NODE_COMPILE_CACHE: join(home, 'runbook', 'lab'), ...environment }
}
