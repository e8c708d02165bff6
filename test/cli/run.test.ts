import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place } from '../helpers/cli.ts'
import { drain, frontmatter, oneStep } from './fixtures.ts'

let place: Place

beforeAll(() => {
  place = new Place()
  place.write('queue.md', drain)
  place.write(
    'fails.md',
    oneStep('ONE-001', '```bash read\necho looking >&2; exit 7\n```\n\n```bash read\ntouch never\n```'),
  )
  place.write(
    'falls-back.md',
    `${frontmatter('ONE-002', 'Falls back')}
## Try

\`\`\`bash read
false
\`\`\`

**If it fails** → **escalate** to Orders lead
`,
  )
  place.write('slow.md', oneStep('ONE-003', '```bash read timeout=1s\nsleep 30\n```'))
  place.write(
    'secret.md',
    oneStep(
      'ONE-004',
      '```bash read\necho "token is $TOKEN"\n```',
      'inputs:\n  TOKEN: { type: secret, description: Token of the API. }\n',
    ),
  )
  place.write('remote.md', oneStep('ONE-005', '```bash read on=db-1\nuptime\n```'))
  place.write(
    'two.md',
    `${frontmatter('ONE-006', 'Two people')}
## Delete it

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
    'needs.md',
    oneStep('ONE-007', '```bash read\ntrue\n```', 'requires: [no-such-program-anywhere]\n'),
  )
  place.write('broken.md', oneStep('ONE-008', '```bash read\ntrue\n```\n\n**Next** → [Nowhere](#nowhere)'))
  place.write('long.md', oneStep('ONE-009', '```bash read\necho begun; sleep 20\n```'))
})

afterAll(() => place.close())

/** The id of the run that a command's messages name. */
function runOf(stderr: string): string {
  return /\b([A-Z]+-\d+-\d{8}-\d{4}-\w{4})\b/.exec(stderr)?.[1] ?? ''
}

async function ended(words: readonly string[], input?: string) {
  const result = await place.run(words, input === undefined ? {} : { input })
  return { ...result, run: runOf(result.stderr) }
}

describe('runbook run, with nobody at the terminal', { timeout: 180_000 }, () => {
  it('ends 0 when it is resolved, and leaves a report', async () => {
    const { status, run, stdout, stderr } = await ended([
      'run',
      'QUE-001',
      '--yes',
      '--input',
      `DIR=${place.folder}`,
    ])
    expect([status, stdout]).toEqual([0, ''])
    expect(stderr).toContain('resolved')
    expect(readFileSync(join(place.folder, 'workers'), 'utf8')).toBe('started\n')
    const report = readFileSync(join(place.folder, 'state', 'runs', run, 'report.md'), 'utf8')
    expect(report).toContain('# Post-incident report: Queue does not drain')
    expect((await ended(['report', run])).stdout).toBe(report)
    expect(JSON.parse((await ended(['report', run, '--format', 'json'])).stdout)).toMatchObject({
      run,
      result: 'resolved',
      withinTarget: true,
    })
  })

  it('ends 3 at a gate that nobody answers, whatever is piped in', async () => {
    for (const input of ['', '\n'.repeat(100), 'y\n'.repeat(100_000)]) {
      const { status, run, stderr } = await ended(
        ['run', 'QUE-001', '--input', `DIR=${place.folder}/none`],
        input,
      )
      expect(stderr).toContain('suspended: nobody confirmed the gate of `start-more-workers`')
      expect(status).toBe(3)
      expect(existsSync(join(place.folder, 'none'))).toBe(false)
      expect((await ended(['stop', run, '--reason', 'a test'])).status).toBe(0)
    }
  })

  it('never answers a caution with --yes, and takes its text ahead of time', async () => {
    const words = [
      'run',
      'QUE-001',
      '--yes',
      '--choose',
      'are-the-workers-alive=value is 0',
      '--input',
      `DIR=${place.folder}`,
    ]
    const refused = await ended(words)
    expect(refused.status).toBe(3)
    expect(existsSync(join(place.folder, 'queue'))).toBe(false)
    await ended(['stop', refused.run, '--reason', 'a test'])
    const wrong = await ended([...words, '--confirm', 'stop-the-queue=orders'])
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('`orders` answers nothing in section `stop-the-queue`'),
    ])
    const passed = await ended([...words, '--confirm', 'stop-the-queue=orders-queue'])
    expect(passed.status).toBe(0)
    expect(existsSync(join(place.folder, 'queue'))).toBe(true)
  })

  it('ends 1 when something fails, in the frame of all messages, and stays open', async () => {
    const { status, run, stderr } = await ended(['run', 'ONE-001'])
    expect(status).toBe(1)
    expect(stderr).toContain('failed[read]: the look of `Do it` exited with 7')
    expect(stderr).toMatch(/--> runbooks\/fails\.md:\d+:1\n +\|\n\d+ \| echo looking >&2; exit 7\n/)
    expect(stderr).toContain('= expected exit 0, actual exit 7')
    expect(stderr).toContain('= not started: the look of this section, and everything after it')
    expect(stderr).toContain(`\`runbook resume ${run}\``)
    expect(existsSync(join(place.folder, 'never'))).toBe(false)
    expect((await ended(['runs'])).stdout).toMatch(new RegExp(`${run} +suspended +do-it`))
    expect((await ended(['resume', run])).status).toBe(1)
    expect((await ended(['stop', run, '--reason', 'a test'])).status).toBe(0)
    expect((await ended(['resume', run])).status).toBe(2)
  })

  it('ends the run as failed when nobody will ever come', async () => {
    const { status, run } = await ended(['run', 'ONE-001', '--non-interactive'])
    expect(status).toBe(1)
    expect((await ended(['runs'])).stdout).toMatch(new RegExp(`${run} +failed`))
  })

  it('ends 5 when it is escalated, and 124 when a command ran out of time', async () => {
    expect((await ended(['run', 'ONE-002'])).status).toBe(5)
    expect((await ended(['run', 'ONE-003', '--non-interactive'])).status).toBe(124)
  })

  it('ends 2 before anything starts when it is used wrongly', async () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['run', 'QUE-999'], 'there is no runbook `QUE-999`'],
      [['run', 'QUE-001', '--from', 'nowhere'], 'has no section `nowhere`'],
      [['run', 'QUE-001', '--input', 'DRI=x'], 'did you mean `DIR`?'],
      [['run', 'QUE-001', '--choose', 'stop-the-queue=x'], 'is not a decision'],
      [['run', 'QUE-001', '--choose', 'nope=x'], 'help: sections that take it: are-the-workers-alive\n'],
      [['run', 'ONE-004'], 'nothing was given for `TOKEN` (secret: Token of the API.)'],
      [['run', 'ONE-004', '--input', 'TOKEN=swordfish-99'], 'is a secret'],
      [['run', 'ONE-005'], 'has a block for the target `db-1`'],
      [['run', 'ONE-006'], 'needs a second person to approve'],
      [['run', 'ONE-007'], 'needs `no-such-program-anywhere`'],
      [['run', 'QUE-001', '--lab', 'no-such-lab'], 'there is no lab `no-such-lab`'],
      [['stop', 'ONE-001-20200101-0000-aaaa', '--reason', 'x'], 'no run is called'],
    ]
    for (const [words, message] of cases) {
      const { status, stderr, stdout } = await ended(words)
      expect([words, status, stdout]).toEqual([words, 2, ''])
      expect(stderr).toContain(message)
      expect(stderr).not.toContain('swordfish')
    }
  })

  it('shows the errors of a runbook and does not start it', async () => {
    const { status, stderr } = await ended(['run', 'ONE-008'])
    expect(status).toBe(2)
    expect(stderr).toContain('error[unknown-target]')
    expect(stderr).toContain('nothing was started')
  })

  it('keeps secrets off the screen and out of the record', async () => {
    const { status, stderr, run } = await place
      .run(['run', 'ONE-004', '--json'], { environment: { RUNBOOK_INPUT_TOKEN: 'swordfish-99' } })
      .then((result) => ({ ...result, run: runOf(result.stderr) }))
    expect(status).toBe(0)
    expect(stderr).toContain('TOKEN = [secret TOKEN]')
    const record =
      (await ended(['report', run])).stdout + (await ended(['report', run, '--format', 'json'])).stdout
    expect(stderr + record).not.toContain('swordfish')
  })

  it('asks about an open run of the same runbook, and takes --yes for an answer', async () => {
    const first = await ended(['run', 'ONE-001'])
    const second = await ended(['run', 'ONE-001'])
    expect([second.status, second.stderr]).toEqual([
      3,
      expect.stringContaining(`run \`${first.run}\` of this runbook is suspended`),
    ])
    const third = await ended(['run', 'ONE-001', '--yes', '--non-interactive'])
    expect(third.status).toBe(1)
    await ended(['stop', first.run, '--reason', 'a test'])
  })

  it('streams its journal as lines of JSON, and nothing else, on standard output', async () => {
    const { stdout, run } = await ended([
      'run',
      'QUE-001',
      '--json',
      '--yes',
      '--input',
      `DIR=${place.folder}/streamed`,
    ])
    const journal = readFileSync(join(place.folder, 'state', 'runs', run, 'journal.jsonl'), 'utf8')
    expect(stdout).toBe(journal)
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { type: string }).type),
    ).toContain('began')
    await ended(['stop', run, '--reason', 'a test'])
  })

  it('ends 143 by TERM, and goes on', async () => {
    const { spawn } = await import('node:child_process')
    const { program } = await import('../helpers/cli.ts')
    const [node = '', main = ''] = program
    const child = spawn(node, [main, 'run', 'ONE-009'], {
      cwd: place.folder,
      env: { ...place.environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const status = await new Promise((done) => {
      child.stderr.on('data', (text: Buffer) => String(text).includes('begun') && child.kill('SIGTERM'))
      child.on('close', done)
    })
    expect(status).toBe(143)
    expect((await ended(['runs', '--json'])).stdout).toContain('"ONE-009"')
  })
})
