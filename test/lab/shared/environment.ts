import { readFileSync } from 'node:fs'

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
