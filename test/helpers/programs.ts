import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { delimiter } from 'node:path'

const further = globSync('/usr/lib/postgresql/*/bin')

/** PATH with the folders in which distributions hide servers. */
export const searchPath: string = [process.env.PATH ?? '', ...further].join(delimiter)

/** Whether a program is installed. */
export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v "$0"`, name], { env: { PATH: searchPath } }).status === 0
}

/**
 * Whether the programs that tests need are here: `describe.skipIf(!needs('psql'))`. A missing one is said aloud, and
 * on CI, where all of them must be there, it is a failure.
 */
export function needs(...names: readonly string[]): boolean {
  const missing = names.filter((name) => !hasProgram(name))
  if (missing.length === 0) return true
  const sentence = `not installed: ${missing.join(', ')}`
  if (process.env.CI === 'true') throw new Error(sentence)
  process.stderr.write(`SKIPPED, ${sentence}\n`)
  return false
}
