import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { fencesOf, type Fence } from './fences.ts'

const root = join(import.meta.dirname, '..', '..')
const scratch = mkdtempSync(join(tmpdir(), 'runbook-docs-'))
afterAll(() => clear(scratch))

/** `npx` as a reader has it, without asking npm each time; `npm ci` and `npm test` are what runs this very test. */
const bin = join(scratch, 'bin')
mkdirSync(bin)
const launcher = join(root, 'bin', 'runbook.cjs')
writeFileSync(
  join(bin, 'npx'),
  `#!/bin/sh\ntest "$1" = runbook && shift && exec "${process.execPath}" "${launcher}" "$@"\n`,
  { mode: 0o755 },
)
writeFileSync(join(bin, 'runbook'), `#!/bin/sh\nexec "${process.execPath}" "${launcher}" "$@"\n`, {
  mode: 0o755,
})

const pages = ['README.md', ...globSync('docs/*.md', { cwd: root }).sort()]
  .map((page) => ({ page, commands: commandsOf(page) }))
  .filter(({ commands }) => commands.length > 0)

/** The shell fences of a page, without the two that install and test. */
function commandsOf(page: string): Fence[] {
  return fencesOf(join(root, page))
    .filter((fence) => fence.info === 'sh')
    .map((fence) => ({ ...fence, text: fence.text.replaceAll('npm ci && ', '') }))
    .filter((fence) => fence.text !== 'npm test')
}

describe.each(pages)('commands of $page', ({ commands }) => {
  test.each(commands)(
    'line $line',
    ({ text }) => {
      const state = mkdtempSync(join(scratch, 'state-'))
      const ended = spawnSync('bash', ['-euo', 'pipefail', '-c', text], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PATH: `${bin}:${process.env.PATH}`,
          RUNBOOK_STATE: state,
          XDG_CACHE_HOME: join(scratch, 'cache'),
          TMPDIR: state,
        },
      })
      expect(ended.status, `${text}\n${ended.stdout}\n${ended.stderr}`).toBe(0)
    },
    120_000,
  )
})
