import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readJournal } from '../../engine/run/reading.ts'
import { listRuns } from '../../engine/run/store.ts'
import { Place, program } from '../helpers/cli.ts'
import { frontmatter, oneStep } from './fixtures.ts'

let place: Place

beforeAll(() => {
  place = new Place()
  place.write('one.md', oneStep('ONE-001', '```bash read\ntrue\n```'))
  place.write('fails.md', oneStep('ONE-004', '```bash read\nfalse\n```'))
  place.write(
    'unsupported.md',
    `${frontmatter('ONE-002', 'Unsupported', 'requires: [no-such-program-anywhere]\n')}
## Elsewhere

\`\`\`bash read on=db-1
uptime
\`\`\`

## Together

> [!IMPORTANT]
> **Two people** must agree.

**Action**

\`\`\`bash action
echo gone
\`\`\`

**Verification**

\`\`\`bash verify
true
\`\`\`
`,
  )
  place.write(
    'unmeasured.md',
    `${frontmatter('ONE-003', 'Unmeasured')}
## Is it slow?

\`\`\`bash ask
echo 12; exit 7
\`\`\`

- **value > 100** → **escalate** to Team lead
- **otherwise** → **resolved**
`,
  )
  mkdirSync(join(place.folder, 'folder.md'))
  mkdirSync(join(place.folder, 'empty'))
  writeFileSync(join(place.folder, 'notes.txt'), 'notes')
  symlinkSync('loop.md', join(place.folder, 'loop.md'))
})
afterAll(() => place.close())

describe('wrong usage', { timeout: 120_000 }, () => {
  it.each([
    [['frobnicate'], 'there is no command `frobnicate`', '`runbook --help` lists the commands'],
    [['runn'], 'there is no command `runn`', 'did you mean `run` or `runs`?'],
    [['run', '--bad', 'X'], 'there is no option `--bad`', '`runbook run --help` explains it'],
    [['run'], 'the argument `<runbook>` is missing', '`runbook run --help`'],
    [['run', 'ONE-001', '--input'], '`--input` needs a value', '`runbook run --help`'],
    [['stop', 'X'], '`--reason` is missing', '`runbook stop --help`'],
    [['lab', 'upp'], 'there is no command `upp`', '`runbook lab --help`'],
    [['graph', 'ONE-001', '--format', 'x'], '`x` is none of mermaid, svg, json', '`runbook graph --help`'],
    [['list', 'extra'], 'too many arguments for `list`: `extra`', '`runbook list --help`'],
    [['run', 'folder.md'], '`folder.md` is a folder', 'name one runbook'],
    [['run', 'notes.txt'], '`notes.txt` is no Markdown file', 'name one runbook'],
    [['run', 'nothing.md'], 'there is no file `nothing.md`', 'check the path'],
    [['validate', 'empty'], '`empty` holds no runbook', 'ends in `.md`'],
    [['new', 'a b'], '`a b` cannot be an id', 'such as `DB-001`'],
    [['new', 'DB-001', '--title', 'two\nlines'], 'a title is one line of text', 'in a few words'],
    [['docs', 'build', '--out', ''], '`--out` takes the path of a folder', '`runbook docs build --help`'],
    [
      ['docs', 'serve', '--port', '99999'],
      '`--port` takes a port up to 65535, and `99999` is none',
      '`runbook docs serve --help`',
    ],
    [['new', 'DB-001', '--service', '../up'], '`../up` cannot be a service', 'a folder of the library'],
  ])('%j is one sentence and a repair', async (words, sentence, help) => {
    const { status, stdout, stderr } = await place.run(words)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.split('\n')).toHaveLength(3)
    expect(stderr).toMatch(/^error: .*[^.]\n {2}= help: .*\n$/)
    expect(stderr).toContain(`error: ${sentence}`)
    expect(stderr).toContain(help)
  })

  it('is no crash when a file system refuses a name', async () => {
    const ended = await place.run(['run', 'ONE-001'], {
      environment: { RUNBOOK_STATE: '/proc/nothing/here' },
    })
    expect(ended.status).toBe(1)
    expect(ended.stderr).toContain('the state folder `/proc/nothing/here` cannot take a run')
  })

  it('is no crash when nobody reads the rest of an answer', () => {
    const line = `${program.map((word) => `'${word}'`).join(' ')} graph ONE-001 --format json | head -c 10`
    const { stdout, stderr } = spawnSync('bash', ['-c', line], {
      cwd: place.folder,
      env: { ...place.environment },
      encoding: 'utf8',
    })
    expect([stdout.length, stderr]).toEqual([10, ''])
  })
})

/** Runs the program with redirections of a shell; gives its exit status. */
function redirected(words: string, redirections: string, state = 'state'): number | null {
  const line = `${program.map((word) => `'${word}'`).join(' ')} ${words} ${redirections}`
  const env = { ...place.environment, RUNBOOK_STATE: join(place.folder, state) }
  return spawnSync('bash', ['-c', line], { cwd: place.folder, env }).status
}

describe('a screen that takes nothing', { timeout: 240_000 }, () => {
  it.each([
    ['error', '2>&-'],
    ['output', '>&-'],
    ['both', '>&- 2>&-'],
    ['all', '<&- >&- 2>&-'],
    ['full', '2>/dev/full'],
    ['both-full', '>/dev/full 2>&1'],
    ['reading', '2</dev/null'],
  ])('does not end a run (%s: %s)', (state, redirections) => {
    expect(redirected('run ONE-001 --yes', redirections, state)).toBe(0)
    expect(redirected('run ONE-004 --non-interactive', redirections, state)).toBe(1)
    const runs = listRuns(join(place.folder, state))
    expect(runs.map(({ state }) => state)).toEqual(['ended', 'ended'])
    expect(runs.map(({ folder }) => readJournal(folder).records.map(({ type }) => type))).toEqual([
      ['began', 'intended', 'attempted', 'recovered'],
      ['began', 'intended', 'attempted'],
    ])
  })

  it('leaves the status, which tells what was wrong', async () => {
    expect(redirected('frobnicate', '2>/dev/full')).toBe(2)
    expect(redirected('list', '>/dev/full 2>said')).toBe(1)
    expect(readFileSync(join(place.folder, 'said'), 'utf8')).toBe(
      'error: cannot write the answer: no space left on the disk (ENOSPC)\n',
    )
  })
})

describe('what a run would refuse', { timeout: 60_000 }, () => {
  it('is said by the dry run, with why and where', async () => {
    const { status, stdout } = await place.run(['run', 'ONE-002', '--dry-run'])
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /A RUN WOULD BE REFUSED: section `elsewhere` \(runbooks\/unsupported\.md:\d+\) has a block for the target `db-1`/,
    )
    expect(stdout).toMatch(
      /A RUN WOULD BE REFUSED: section `together` \(runbooks\/unsupported\.md:\d+\) needs a second person/,
    )
    expect(stdout).toContain('A RUN WOULD BE REFUSED: this runbook needs `no-such-program-anywhere`')
    const { refused } = JSON.parse((await place.run(['run', 'ONE-002', '-n', '--json'])).stdout) as {
      refused: readonly string[]
    }
    expect(refused).toHaveLength(3)
  })

  it('is refused by the run before anything starts', async () => {
    const { status, stderr } = await place.run(['run', 'ONE-002'])
    expect(status).toBe(2)
    expect(stderr).toContain('has a block for the target `db-1`')
    expect(stderr).toContain('needs a second person')
    expect((await place.run(['runs'])).stdout).not.toContain('ONE-002')
  })
})

it('a question that failed is never taken to say that all is well', { timeout: 60_000 }, async () => {
  const { status, stderr } = await place.run(['run', 'ONE-003'])
  expect(status).toBe(3)
  expect(stderr).toContain(
    'the question of `Is it slow?` failed (exit 7), so it does not show that all is well',
  )
  expect(stderr).not.toMatch(/^resolved/m)
  const chosen = await place.run(['run', 'ONE-003', '--yes', '--choose', 'is-it-slow=otherwise'])
  expect(chosen.status).toBe(0)
})
