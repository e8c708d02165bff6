import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place } from '../helpers/cli.ts'
import { oneStep } from './fixtures.ts'

let place: Place

beforeAll(() => {
  place = new Place()
  place.write(
    'disk.md',
    oneStep(
      'DSK-002',
      '```bash read\ndf -h\n```',
      'symptoms: [disk fills up]\nrequires: [bash, no-such-program]\n',
    ),
  )
  place.write('queue.md', oneStep('QUE-010', '```bash read\ntrue\n```', 'alerts: [QueueStuck]\n'))
  place.write('first.md', oneStep('QUE-009', '```bash read\ntrue\n```'))
})

afterAll(() => place.close())

/** The built program: only that one keeps a cache. */
function built(...words: string[]): { status: number | null; stdout: string } {
  const launcher = join(resolve(import.meta.dirname, '../..'), 'bin', 'runbook.cjs')
  return spawnSync(process.execPath, [launcher, ...words], {
    cwd: place.folder,
    env: place.environment,
    encoding: 'utf8',
  })
}

describe('the library on the command line', () => {
  it('lists by id, numbers as numbers, and again from what it remembers', () => {
    for (let time = 0; time < 2; time++) {
      const { status, stdout } = built('list')
      expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
        'ID',
        'DSK-002',
        'QUE-009',
        'QUE-010',
        '',
      ])
      expect(status).toBe(0)
    }
  })

  it('never remembers an older text', () => {
    expect(built('validate', 'runbooks/first.md').status).toBe(0)
    place.write('first.md', oneStep('QUE-011', '```bash read\necho $NOT_DECLARED\n```'))
    const ids = (JSON.parse(built('list', '--json').stdout) as { id: string }[]).map((entry) => entry.id)
    expect(ids).toEqual(['DSK-002', 'QUE-010', 'QUE-011'])
    expect(built('validate', 'runbooks/first.md').status).toBe(1)
  })

  it('finds by symptom and by alert, and says when nothing fits', async () => {
    expect((await place.run(['find', 'disk', 'fills'])).stdout).toContain('DSK-002')
    expect((await place.run(['find', 'QueueStuck'])).stdout).toMatch(/^QUE-010 .*alerts/m)
    const { status, stdout, stderr } = await place.run(['find', 'zebra'])
    expect(stdout).toBe('')
    expect(stderr).toBe(
      'error: no runbook speaks of `zebra`\n  = help: try fewer words, or `runbook list` for all of them\n',
    )
    expect(status).toBe(1)
  })

  it('leads from an alert to its runbook, in any case, and from a misspelt one to the right name', async () => {
    const { status, stdout } = await place.run(['find', '--alert', 'queuestuck'])
    expect([status, stdout]).toEqual([0, 'ID       TITLE     MATCHED\nQUE-010  One step  alerts\n'])
    const misspelt = await place.run(['find', '--alert', 'QueueStack'])
    expect([misspelt.status, misspelt.stdout]).toEqual([1, ''])
    expect(misspelt.stderr).toBe(
      'error: no runbook names the alert `QueueStack`\n  = help: did you mean `QueueStuck`?\n',
    )
    expect((await place.run(['find'])).status).toBe(2)
    const both = await place.run(['find', '--alert', 'QueueStuck', 'queue'])
    expect([both.status, both.stdout]).toEqual([2, ''])
    expect(both.stderr).toMatch(
      /^error: `find` looks for one thing at a time\n {2}= help: give words, `--alert/,
    )
  })

  it('says of a file whose bytes are no text that it cannot be read, beside what else is wrong', async () => {
    place.write(
      'latin.md',
      oneStep('LAT-001', '```bash read\ntrue\n```').replace('# ', '# Caf\u00e9 '),
      'latin1',
    )
    const { status, stderr } = await place.run(['validate', 'runbooks/latin.md'])
    expect(stderr).toContain('error[unreadable-file]: the bytes of this file are not UTF-8')
    expect(status).toBe(1)
  })

  it('names what this machine lacks, with who needs it', async () => {
    const { status, stdout } = await place.run(['doctor'])
    expect(stdout).toMatch(/^ok +bash +\S+\/bash \(GNU bash/m)
    expect(stdout).toMatch(/^MISSING +no-such-program +needed by DSK-002$/m)
    expect(status).toBe(1)
  })

  it('says the nearest ids for one that is not there', async () => {
    const { status, stderr } = await place.run(['show', 'QUE-01O'])
    expect(stderr).toContain('did you mean `QUE-010`')
    expect(status).toBe(2)
  })
})
