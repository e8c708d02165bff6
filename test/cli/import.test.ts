import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place } from '../helpers/cli.ts'

let place: Place

const disk = `# Disk full

Severity: P1
Last reviewed: 2020-01-31

## Diagnosis

\`\`\`console
$ df -h <mount>
\`\`\`

See [the wiki](#gone) and [notes](notes.md).

## Mitigation

\`\`\`bash
# Remove old logs
find /var/log -name '*.gz' -mtime +30 -delete
\`\`\`
`

beforeAll(() => {
  place = new Place()
  place.write('wiki/disk-full.md', disk)
  place.write('wiki/sub/calm.md', '# Calm\n\n## Steps\n\n- [ ] Breathe\n')
  place.write('wiki/old.rst', 'Old\n===\n\n.. note:: x\n')
})
afterAll(() => place.close())

describe('runbook import', { timeout: 60_000 }, () => {
  it('writes runbooks that validate, and lists what it was unsure of in the frame of all messages', async () => {
    const ended = await place.run(['import', 'runbooks/wiki/disk-full.md', '--out', 'made'])
    expect([ended.status, ended.stdout]).toEqual([0, 'made/disk-full.md\n'])
    expect(ended.stderr).toContain(`note[dead-link]: the link to \`#gone\` leads nowhere: it is text now
  --> runbooks/wiki/disk-full.md:12:16
   |
12 | See [the wiki](#gone) and [notes](notes.md).
   |                ^^^^^
   = help: link to the section that was meant, or take it away
   = docs: docs/importing.md#dead-link
`)
    expect(ended.stderr).toMatch(
      /\n1 page became 1 runbook, no word lost; \d+ notes to look at, \d+ warnings? of `runbook validate`\n$/,
    )
    expect(readFileSync(join(place.folder, 'made/disk-full.md'), 'utf8')).toBe(`---
id: disk-full
title: Disk full
severity: P1
inputs:
  MOUNT: { type: string, description: "Written as <mount> before" }
reviewed: 2020-01-31
---

# Disk full

Severity: P1
Last reviewed: 2020-01-31

## Diagnosis

\`\`\`bash read
df -h "$MOUNT"
\`\`\`

See the wiki (#gone) and [notes](notes.md).

## Mitigation

Remove old logs

> [!CAUTION]
> find -delete deletes folders with everything in them. To be reviewed: say what is lost, who notices, and how it comes back.

\`\`\`bash action
find /var/log -name '*.gz' -mtime +30 -delete
\`\`\`

<!-- In the page that this was imported from, fences were tagged console. -->
`)
    expect((await place.run(['validate', 'made'])).status).toBe(0)
  })

  it('imports a folder with its sub-folders, refuses what is no Markdown, and replaces nothing unasked', async () => {
    const words = ['import', 'runbooks/wiki', '--out', 'all', '--prefix', 'OPS', '--quiet']
    const ended = await place.run(words)
    expect(ended).toMatchObject({ status: 1, stdout: 'all/disk-full.md\nall/sub/calm.md\n' })
    expect(ended.stderr).toBe(
      'error: `runbooks/wiki/old.rst` is reStructuredText, not Markdown\n  = help: convert it first: `pandoc -f rst -t gfm FILE -o FILE.md`, then import the Markdown\n',
    )
    expect(readFileSync(join(place.folder, 'all/sub/calm.md'), 'utf8')).toContain('id: OPS-calm')
    const same = await place.run(['import', 'all', '--out', 'all'])
    expect([same.status, same.stdout]).toEqual([0, 'all/disk-full.md\nall/sub/calm.md\n'])
    const other = await place.run(['import', 'runbooks/wiki/disk-full.md', '--out', 'all', '--quiet'])
    expect([other.status, other.stdout]).toEqual([1, ''])
    expect(other.stderr).toContain('`all/disk-full.md` is there already, with another text')
    expect(
      (await place.run(['import', 'runbooks/wiki/disk-full.md', '--out', 'all', '--quiet', '--force']))
        .status,
    ).toBe(0)
  })

  it('leads links between its pages to what became of them', async () => {
    place.write(
      'joined/Print Queue.md',
      '# Print queue\n\n## Steps\n\n- [ ] Look\n\nSee [it](more/two.markdown#inkGone).\n',
    )
    const two = ['InkGone', 'PaperGone'].map(
      (name) =>
        `# ${name}\n\n## Meaning\n\nGone.\n\n## Mitigation\n\n- [ ] Buy some\n\nBack to [the queue](../Print%20Queue.md#steps), [nowhere](no.md).\n`,
    )
    place.write('joined/more/two.markdown', two.join('\n'))
    const ended = await place.run(['import', 'runbooks/joined', '--out', 'led'])
    expect(ended.stdout.split('\n')).toContain('led/more/inkgone.md')
    const read = (file: string) => readFileSync(join(place.folder, 'led', file), 'utf8')
    expect(read('Print-Queue.md')).toContain('See [it](more/inkgone.md#inkgone).')
    expect(read('more/papergone.md')).toContain(
      'Back to [the queue](../Print-Queue.md#steps), [nowhere](no.md).',
    )
  })

  it('leads answers to other pages of the same import, and says which ones stay outside', async () => {
    place.write(
      'ways/print.md',
      `# Print queue

## Diagnosis

If the queue is stuck, follow the steps in [Restart the queue](more/Queue%20restart.md#steps). Otherwise, see [Paper](more/paper.md#meaning).

| Symptom | Action |
| ------- | ------ |
| Noise   | Open the lid, then read [Paper](more/paper.md) |
| Smoke   | [Restart the queue](more/Queue%20restart.md) |

## Escalation

If it burns, see [Fire](fire.md).
`,
    )
    place.write('ways/more/Queue restart.md', '# Restart the queue\n\n## Steps\n\n- [ ] Press the button\n')
    place.write(
      'ways/more/paper.md',
      '# Paper\n\n## Meaning\n\nThere is none.\n\n## Refill\n\nOpen the tray.\n',
    )
    const ended = await place.run(['import', 'runbooks/ways', '--out', 'ways'])
    expect(ended.stderr.match(/note\[page-outside\].*/g)).toEqual([
      'note[page-outside]: `fire.md` is not imported with this page: no answer leads there',
    ])
    const made = readFileSync(join(place.folder, 'ways/print.md'), 'utf8')
    expect(made.match(/^- \*\*.*|^\*\*Action.*/gm)).toEqual([
      '- **yes** → [Restart the queue](more/Queue-restart.md#steps)',
      '- **no** → [Paper](more/paper.md)',
      '- **Noise** → [Noise](#noise)',
      '- **Smoke** → [Restart the queue](more/Queue-restart.md)',
      '- **none of these** → [Escalation](#escalation)',
      '**Action** Open the lid, then read [Paper](more/paper.md)',
      '- **yes** → [If it burns](#if-it-burns)',
      '- **no** → **resolved**',
      '**Action** see [Fire](fire.md).',
    ])
    expect((await place.run(['validate', 'ways'])).status).toBe(0)
    expect((await place.run(['import', 'ways', '--out', 'ways'])).status).toBe(0)
  })

  it('only looks with --check', async () => {
    const ended = await place.run(['import', 'runbooks/wiki', '--check'])
    expect(ended).toMatchObject({ status: 1 })
    expect(ended.stdout).toBe(`steps  unverified  ungated  dead links  overdue  unsure  file
2      1           1        2           yes      5       runbooks/wiki/disk-full.md
0      0           0        0           -        0       runbooks/wiki/sub/calm.md
2      1           1        2           1        5       2 files
`)
    expect(existsSync(join(place.folder, 'disk-full.md'))).toBe(false)
  })

  it('answers as JSON, with places', async () => {
    const ended = await place.run(['import', 'runbooks/wiki', '--check', '--json'])
    const answer = JSON.parse(ended.stdout) as {
      files: { path: string; refused?: string; notes?: object[] }[]
      total: object
    }
    expect(answer.files.map(({ path }) => path)).toEqual([
      'runbooks/wiki/disk-full.md',
      'runbooks/wiki/old.rst',
      'runbooks/wiki/sub/calm.md',
    ])
    expect(answer.files[1]?.refused).toContain('reStructuredText')
    expect(answer.files[0]?.notes).toContainEqual(
      expect.objectContaining({
        code: 'placeholder-input',
        span: { start: 86, end: 93, from: { line: 9, column: 9 }, to: { line: 9, column: 16 } },
      }),
    )
    expect(answer.total).toMatchObject({ steps: 2, ungated: 1, overdue: 1 })
  })

  it.each([
    [['import'], 'the argument `<paths>` is missing'],
    [['import', 'runbooks'], '`--out` is missing'],
    [['import', 'nothing.md', '--check'], 'there is no file or folder `nothing.md`'],
    [['import', 'state', '--check'], 'there is no file or folder `state`'],
    [['import', 'runbooks', '--check', '--prefix', 'a b'], '`a b` cannot be a prefix'],
  ])('%j is wrong usage', async (words, sentence) => {
    const { status, stdout, stderr } = await place.run(words)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`error: ${sentence}`)
  })
})
