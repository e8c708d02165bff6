import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (name: string): string => readFileSync(join(root, 'docs/ci', name), 'utf8')

/** A repository with a library, and `npx` as a reader has it. */
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'runbook-ci-'))
  mkdirSync(join(folder, 'bin'))
  const launcher = join(root, 'bin', 'runbook.cjs')
  writeFileSync(
    join(folder, 'bin', 'npx'),
    `#!/bin/sh\ntest "$1" = runbook && shift && exec "${process.execPath}" "${launcher}" "$@"\n`,
    { mode: 0o755 },
  )
  cpSync(join(root, 'runbooks'), join(folder, 'runbooks'), { recursive: true })
  run('git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -qm first')
})
afterAll(() => clear(folder))

function run(command: string): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      XDG_CACHE_HOME: join(folder, 'cache'),
      SOURCE_DATE_EPOCH: '1795564800',
    },
  })
  return { status, text: stdout + stderr }
}

describe('the files to copy', () => {
  const workflow = parse(read('runbooks.yml')) as { jobs: { validate: { steps: { run?: string }[] } } }
  const steps = workflow.jobs.validate.steps
    .flatMap((step) => step.run ?? [])
    .filter((one) => one !== 'npm ci')

  test('hold commands', () => {
    expect(steps).toHaveLength(2)
  })

  test.each(steps)('the workflow runs `%s`', (command) => {
    expect(run(command)).toMatchObject({ status: 0 })
  })

  const hooks = parse(read('pre-commit-config.yaml')) as { repos: { hooks: { entry: string }[] }[] }
  const entry = hooks.repos[0]?.hooks[0]?.entry ?? ''

  test.each([
    ['the hook', read('pre-commit')],
    ['pre-commit', entry],
  ])('%s lets a good commit pass and refuses a bad one', (_what, command) => {
    expect(run(command).status).toBe(0)
    const page = join(folder, 'runbooks/new.md')
    writeFileSync(
      page,
      '---\nid: NEW-001\n---\n\n# New\n\n## Look\n\n```bash read\ntail -f /var/log/syslog\n```\n',
    )
    expect(run(command)).toMatchObject({
      status: 1,
      text: expect.stringContaining('endless-command') as string,
    })
    rmSync(page)
  })
})
