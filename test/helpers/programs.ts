import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { delimiter } from 'node:path'
import { test } from 'vitest'

const further = globSync('/usr/lib/postgresql/*/bin')

/** PATH with the folders in which distributions hide servers. */
export const searchPath: string = [process.env.PATH ?? '', ...further].join(delimiter)

/** Whether a program is installed. */
export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v "$0"`, name], { env: { PATH: searchPath } }).status === 0
}

/**
 * `test` for what needs programs: where one is missing the test is skipped with a message that says so, and fails on
 * CI, where all of them must be there.
 */
export function needs(...names: readonly string[]): typeof test | typeof test.skip {
  const missing = names.filter((name) => !hasProgram(name))
  if (missing.length === 0) return test
  const sentence = `${missing.join(', ')} not installed`
  if (process.env.CI === 'true') {
    test(`needs ${names.join(', ')}`, () => {
      throw new Error(sentence)
    })
  } else process.stderr.write(`SKIPPED: ${sentence}\n`)
  return test.skip
}
