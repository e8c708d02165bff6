import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Imported, importPage } from '../../engine/import/index.ts'
import { compileMachine, walkMachine } from '../../engine/machine/index.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkRunbook } from '../../engine/rules/index.ts'
import { trials } from '../helpers/trials.ts'

/** The headings, answers and steps by hand of what a page becomes, and what it says of its drawings. */
async function drawn(text: string): Promise<{ made: string; notes: string[] }> {
  const imported = (await importPage({ path: 'drawn.md', text }, { taken: new Set() })) as Imported
  const lines = imported.runbooks[0]?.text.match(/^(?:#| *- \*\*|\*\*(?:Action|Next)).*$/gm) ?? []
  const own = imported.notes.filter(({ code }) => code === 'tree-decision' || code === 'sample-kept')
  return { made: lines.join('\n'), notes: own.map(({ message }) => message) }
}

const chart = (...lines: string[]): string =>
  ['# Kiln\n\n## Decide\n\n```mermaid', ...lines, '```\n\n## Then\n\n- [ ] Sleep\n'].join('\n')

it('makes a decision of a flowchart: ways that meet again go on together', async () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'pages', 'flowchart.md'), 'utf8')
  const { made, notes } = await drawn(page)
  expect(made).toBe(`# Kiln is cold
## Decide
- **no** → [Replace the fuse](#replace-the-fuse)
- **yes** → Gas above 2 bar?
  - **yes** → [Clean the burner](#clean-the-burner)
  - **no** → Which valve is shut?
    - **main** → [Open it slowly](#open-it-slowly)
    - **pilot** → [See the pilot light](#see-the-pilot-light)
### Replace the fuse
**Action** Replace the fuse
**Next** → [Press start (green)](#press-start-green)
### Clean the burner
**Action** Clean the burner
**Next** → [Press start (green)](#press-start-green)
### Open it slowly
**Action** Open it slowly
**Next** → [Press start (green)](#press-start-green)
### See the pilot light
**Action** See the pilot light
### Press start (green)
**Action** Press start (green)
### Does it get warm?
- **yes** → **resolved**
- **not yet** → [Wait an hour](#wait-an-hour)
- **no** → [Spare kiln](#spare-kiln) See spare kiln
### Wait an hour
**Action** Wait an hour
**Next** → [Does it get warm?](#does-it-get-warm) at most 3 times
## Who talks to whom
## Spare kiln`)
  expect(notes).toEqual(['a flowchart with 13 boxes became a decision'])
})

it.each([
  [
    [
      'graph TD',
      'A{Warm?} -->|yes| B[Go home]',
      'A -->|no| C[Wait]',
      'C -->|still no| D{Late?}',
      'D -- no --> C2',
      'D -- yes --> B',
    ],
    '- **no** → [C2](#c2)\n- **yes** → [Go home](#go-home)',
    'a flowchart with 5 boxes became a decision',
  ],
  [
    [
      'graph TD;',
      'A["Is it (very) hot?"] -- "yes, very" --> B[Wait];',
      'A -. no .-> C{{Go}}:::calm;',
      'classDef calm fill:#fff;',
    ],
    '- **yes, very** → [Wait](#wait)\n- **no** → [Go](#go)',
    'a flowchart with 3 boxes became a decision',
  ],
  [
    [
      'graph TD',
      'S[Start] --> L[Look]',
      'L --> A{Hot?}',
      'A -->|no| L',
      'A -->|yes| B{Sure?}',
      'B -->|no| A',
      'B -->|yes| C((End))',
    ],
    `**Action** Look
### Hot?
- **no** → [Decide](#decide) at most 3 times
- **yes** → [Sure?](#sure)
### Sure?
- **no** → [Hot?](#hot) at most 3 times
- **yes** → [Then](#then)
## Then`,
    'a flowchart with 5 boxes became a decision',
  ],
  [
    ['graph TD', 'A{Hot?} -->|yes| B', 'A -->|no| C', 'B --> A & C'],
    '',
    '`B` goes several ways, and asks nothing',
  ],
  [
    [
      'graph TD',
      'A{Hot?} -->|yes| B[systemctl stop kiln] --> C[Ask the potter]',
      'A -->|no| C',
      'C -->|fine| D',
      'C -->|bad| E',
    ],
    `- **yes** → [systemctl stop kiln](#systemctl-stop-kiln)
- **no** → [Ask the potter](#ask-the-potter)
### systemctl stop kiln
**Action** systemctl stop kiln
### Ask the potter
- **fine** → [D](#d)
- **bad** → [E](#e)`,
    'a flowchart with 5 boxes became a decision',
  ],
  [['graph TD', 'A{Hot?} -->|yes| B --> B', 'A -->|no| C'], '', 'it never comes to an end behind `B`'],
  [['graph TD', 'A{Hot?} -->|yes| B', 'A -->|no| C', 'B <--> C'], '', '`B <--> C` is not known'],
  [
    ['graph TD', 'A{Hot?} -->|yes| B', 'A -->|no| C', 'C --> D & E'],
    '',
    '`C` goes several ways, and asks nothing',
  ],
  [
    ['graph TD', 'A{Hot?} -->|yes| B', 'A -->|no| C', 'D --> C'],
    '',
    'it begins at several boxes, `Hot?` and `D`',
  ],
  [['sequenceDiagram', 'A->>B: Hot?'], '', undefined],
  [['graph LR', 'A -->|hot| B', 'A -->|cold| C'], '', undefined],
])('reads %j', async (lines, answers, note) => {
  const { made, notes } = await drawn(chart(...lines))
  expect(made).toContain(answers)
  expect(notes.map((one) => one.replace(/^this flowchart .*: /, ''))).toEqual(
    note === undefined ? [] : [note],
  )
})

it('whatever is drawn becomes a runbook that validates, and whose runs all come to an end', async () => {
  const names = 'ABCDEFG'.split('')
  const box = fc.constantFrom(...names)
  const label = fc.constantFrom('-->|yes|', '-->|no|', '-- maybe -->')
  const shaped = names.map((name, at) => (at % 2 === 0 ? `${name}{Is ${name}?}` : `${name}[Check ${name}]`))
  const grown = fc.tuple(
    ...names
      .slice(1)
      .map((name, at) => fc.tuple(fc.constantFrom(...names.slice(0, at + 1)), label, fc.constant(name))),
  )
  const more = fc.array(fc.tuple(box, label, box), { maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(grown, more, async (tree, others) => {
      const text = chart('graph TD', ...shaped, ...[...tree, ...others].map((one) => one.join(' ')))
      const { runbooks } = (await importPage({ path: 'drawn.md', text }, { taken: new Set() })) as Imported
      const [one] = runbooks
      const { runbook, diagnostics } = parseRunbook({ path: 'drawn.md', text: one?.text ?? '' })
      const found = [...diagnostics, ...(await checkRunbook(runbook))]
      expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(one?.text).not.toContain('Read this page')
      const walk = walkMachine(compileMachine(new Map([[runbook.path, runbook]]), runbook.path))
      expect([walk.stuck, walk.unentered]).toEqual([[], []])
    }),
    { numRuns: trials(60, 20_000) },
  )
})
