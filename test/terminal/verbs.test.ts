import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { oneStep } from '../cli/fixtures.ts'
import { needs } from '../helpers/programs.ts'
import { actsOf } from '../helpers/terminal-model.ts'
import { seconds, Stage } from './stage.ts'

/** Sets a title, clears, goes back, writes the clipboard, turns the text around, asks for an answer; in 7 and in 8 bit. */
const hostile = '\x1b]0;evil\x07X\x1b[2J\rY\x1b]52;c;ZXZp\x07\u202e\x9b6n\u2028'
/** The same as the text of a scalar in YAML. */
const written = JSON.stringify(hostile).replaceAll('\x9b', String.raw`\x9b`)

/** A runbook that says it in every field of its frontmatter and in its text; it has errors, and does not run. */
const everywhere = `---
id: HOS-001
title: ${written}
summary: ${written}
service: ${written}
severity: P1
owner: ${written}
alerts: [${written}]
symptoms: [${written}]
requires: [${written}]
escalate: { after: 5m, to: ${written} }
cadence: ${written}
reviewed: 2020-01-01
review_every: 1d
inputs:
  NAME: { type: string, default: ${written}, description: ${written} }
logs:
  - { match: ${written}, strategy: contains }
---

# ${hostile}

Prose ${hostile}

## Look ${hostile}

\`\`\`bash read
echo ${hostile}
\`\`\`

## List ${hostile}

- [ ] ${hostile}
`

/** One that runs: what it says comes from its command, and from who stops it. */
const running = oneStep(
  'RUNS-001',
  `\`\`\`bash read
cat log; cat log >&2; exit 1
\`\`\``,
  'cadence: daily 00:00\n',
)

let stage: Stage
beforeAll(() => {
  stage = new Stage()
  const { place } = stage
  place.write('hostile.md', everywhere)
  place.write('running.md', running)
  mkdirSync(join(place.folder, 'pages'))
  writeFileSync(join(place.folder, 'pages', `${hostile.replaceAll('/', '')}.md`), `# Page\n\n${hostile}\n`)
  writeFileSync(join(place.folder, 'log'), `${hostile}\n`)
  const [run = ''] = /RUNS-001-[-\w]+/.exec(stage.piped(['run', 'RUNS-001'], '').stderr) ?? []
  stage.piped(['stop', run, '--reason', hostile], '')
})
afterAll(() => stage.close())

it.each([
  [['list'], 'HOS-001'],
  [['list', '--json'], 'HOS-001'],
  [['find', 'evil'], 'HOS-001'],
  [['find', 'evil', '--json'], 'HOS-001'],
  [['find', '--log', 'log'], ''],
  [['due', '--all'], 'RUNS-001'],
  [['doctor'], 'node'],
  [['show', 'HOS-001'], 'Prose'],
  [['show', 'HOS-001', '--json'], 'Look'],
  [['graph', 'HOS-001'], 'Look'],
  [['validate'], 'hidden-characters'],
  [['validate', '--format', 'json'], 'hidden-characters'],
  [['validate', '--format', 'sarif'], 'hidden-characters'],
  [['validate', '--format', 'github'], '::error'],
  [['validate', '--format', 'junit'], '<testcase'],
  [['validate', hostile], 'there is no file'],
  [['run', 'HOS-001'], 'nothing was started'],
  [['run', 'RUNS-001', '--input', `NAME=${hostile}`], 'error'],
  [['run', 'RUNS-001', '--dry-run'], 'nothing here proves'],
  [['run', 'RUNS-001'], 'evil'],
  [['import', 'pages', '--out', 'imported'], 'imported'],
  [['runs'], 'RUNS-001'],
  [['runs', '--json'], 'RUNS-001'],
  [['report'], 'evil'],
  [['report', '--json'], 'evil'],
  [['stats'], 'all  1'],
  [['watch'], ''],
])('P29: %j prints nothing that a terminal obeys', (words, said) => {
  const { stdout, stderr } = stage.piped(words, '')
  const printed = stdout + stderr
  expect(printed).toContain(said)
  expect(actsOf(printed).harmful).toEqual([])
})

/** How a screen draws itself anew: up, down, along, away with the rest of a line or of the screen; the cursor on and off. */
// oxlint-disable-next-line no-control-regex
const drawing = /^(?:\r|\x1b\[(?:\d*[A-DGK]|J|\?(?:25|2004|2026)[hl]))$/

it.skipIf(!needs('tmux')).each([
  [[], 'HOS-001'],
  [['runs'], 'RUNS-001'],
])(
  'P29: the list of %j and a page of it send nothing that a terminal obeys but what draws them',
  { timeout: 120_000 },
  async (words, first) => {
    const sent = join(stage.place.folder, 'sent')
    writeFileSync(sent, '')
    const screen = stage.open(words)
    screen.keeps(sent)
    await screen.shows(first, seconds)
    screen.type('', 'Enter')
    await screen.shows('── ', seconds)
    screen.type('', 'Escape')
    await expect.poll(() => screen.seen(), { timeout: seconds * 1000 }).not.toContain('── ')
    const { harmful, text } = actsOf(readFileSync(sent, 'utf8'))
    expect(text).toContain(first)
    expect(harmful.filter((one) => !drawing.test(one))).toEqual([])
  },
)
