import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'

const library = join(import.meta.dirname, '..', '..', 'runbooks')

/** A command behind a pipe that stops reading before the one in front of it has stopped writing. */
const stopsEarly =
  /(?<!\|)\|\s*(?:sudo\s+)?(?:head\b(?! -n -)|grep\s+-[a-zA-Z]*[qm]|sed\s+(?:-\S+\s+)*'?[\d$]*q\b|awk\b.*\bexit\b)/

/** Lines of the scripts of a page, run by Bash under `pipefail`, in which a pipe ends early. */
function early(path: string, text: string): string[] {
  return parseRunbook({ path, text })
    .runbook.sections.flatMap(({ blocks }) => blocks)
    .filter(({ language }) => language === 'bash')
    .flatMap(({ script }) =>
      script
        .replaceAll(/\bsh -c '[^']*'/g, '')
        .replaceAll(/\|\s*\n\s*/g, '| ')
        .split('\n'),
    )
    .filter((line) => stopsEarly.test(line))
    .map((line) => `${path}: ${line}`)
}

test('a pipe that stops reading early fails under pipefail, and one that reads on does not', () => {
  const bash = (script: string) =>
    execFileSync('bash', ['-euo', 'pipefail', '-c', script], { encoding: 'utf8' })
  expect(() => bash('seq 100000 | head -n 1')).toThrow('Command failed')
  expect(bash('seq 100000 | sed -n 1p')).toBe('1\n')
})

test('no runbook has a pipe that fails because its end stops reading', () => {
  const pages = globSync('*/*.md', { cwd: library })
  expect(pages.length).toBeGreaterThan(50)
  expect(pages.flatMap((path) => early(path, readFileSync(join(library, path), 'utf8')))).toEqual([])
})
