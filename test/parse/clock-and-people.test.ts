import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'

const read = (text: string) => parseRunbook({ path: 'page.md', text })

const page = `---
id: INC-001
escalate:
  - { after: 15m, to: Team lead, authority: may restart }
  - { after: 30m, to: CTO }
cadence: weekly sun 03:00
logs:
  - { match: /refused/i, strategy: retry }
inputs:
  LIMIT: { type: integer, default: 5 }
  HOOK: { type: secret }
---

# Incident

**Every 30m** Post an update,
even when nothing changed.

## Assess

**Within 15m** Somebody is in command.

### Look around

**Side by side** All at once.

\`\`\`bash read
true
\`\`\`

\`\`\`bash read
true
\`\`\`

### Tell people

**After 10m** Ask for help.

**Mitigated** Users can work.

**Message** to the channel.

\`\`\`text message post=HOOK
Still at it: \${LIMIT} \\$5 $LIMIT
\`\`\`

## Destroy

> [!CAUTION]
> Destroys \`scratch\`. **Only if** \`$LIMIT < 24 h\`: else \`other\` is gone.

\`\`\`bash action
true
\`\`\`

\`\`\`bash verify
echo 3
\`\`\`

\`\`\`expect
value < $LIMIT ms
output is $LIMIT
json .a >= $LIMIT
$LIMIT is $LIMIT
\`\`\`

\`\`\`bash rollback
true
\`\`\`

**If it fails** undo, then → **escalate** to Database team
`

describe('what goes by the clock, and who is told', () => {
  const { runbook, diagnostics } = read(page)
  const at = (span: { start: number; end: number }) => page.slice(span.start, span.end)
  const section = (id: string) => runbook.sections.find((one) => one.id === id)

  test('all of it is understood', () => expect(diagnostics).toEqual([]))

  test('frontmatter keeps levels, cadence and log patterns', () => {
    expect(runbook.frontmatter).toMatchObject({
      escalate: [
        { after: 900_000, to: 'Team lead', authority: 'may restart' },
        { after: 1_800_000, to: 'CTO' },
      ],
      cadence: 'weekly sun 03:00',
      logs: [{ match: '/refused/i', strategy: 'retry' }],
    })
  })

  test('a reminder belongs to what it stands in, with its place', () => {
    const [whole] = runbook.reminders
    expect(whole).toMatchObject({ kind: 'every', time: 1_800_000 })
    expect(whole?.text).toBe('Post an update, even when nothing changed.')
    expect(at(whole?.span ?? { start: 0, end: 0 })).toMatch(/^\*\*Every 30m\*\*[\s\S]*changed\.$/)
    expect(section('tell-people')?.reminders).toMatchObject([
      { kind: 'after', time: 600_000, text: 'Ask for help.' },
    ])
  })

  test('a phase knows its sections and its time box', () => {
    expect(runbook.phases).toMatchObject([
      {
        id: 'assess',
        sections: ['look-around', 'tell-people'],
        timeBox: { time: 900_000, text: 'Somebody is in command.' },
      },
    ])
  })

  test('marks, messages and the way back', () => {
    expect(section('look-around')).toMatchObject({ sideBySide: true, kind: 'step' })
    const told = section('tell-people')
    expect(told).toMatchObject({ mitigates: true, gates: [{ kind: 'message', asks: 'post' }] })
    expect(told?.blocks).toMatchObject([{ role: 'message', gate: 0, options: { post: 'HOOK' } }])
    expect(section('destroy')?.ifItFails).toMatchObject({ undo: true, target: { outcome: 'escalate' } })
  })

  test('the condition of a gate is none of the texts to type', () => {
    const [gate] = section('destroy')?.gates ?? []
    expect(gate?.typed).toBe('scratch')
    expect(gate?.onlyIf.map((one) => [one.text, at(one.span)])).toEqual([['$LIMIT < 24 h', '$LIMIT < 24 h']])
  })

  test('a condition may compare with a value', () => {
    const must = section('destroy')?.blocks[1]?.expectation?.must
    expect(must?.kind === 'conditions' && must.conditions).toMatchObject([
      { kind: 'value', value: { name: 'LIMIT' }, unit: 'ms' },
      { kind: 'output', value: { name: 'LIMIT' } },
      { kind: 'json', test: { value: { name: 'LIMIT' } } },
      { kind: 'binding', value: { name: 'LIMIT' } },
    ])
  })
})

const head = '---\nid: A-1\n---\n\n# A\n\n'
const look = '```bash read\ntrue\n```\n'

test.each([
  ['**every 30m** Look.\n\n## B\n\n' + look, 'bad-timing', '**every 30m**', 'write `**Every 30m**`'],
  ['**Within 30m** Done.\n\n## B\n\n' + look, 'bad-timing', '**Within 30m**', 'write `mttr: 30m`'],
  ['## B\n\n**After 5m**\n\n' + look, 'bad-timing', '**After 5m**', 'write behind it'],
  ['## B\n\n' + look + '\n## C\n\n**Every 5m** Look.\n', 'bad-timing', '**Every 5m**', 'move it below'],
  [
    '## B\n\n**Within 5m** x\n\n**Within 6m** y\n\n' + look,
    'bad-timing',
    '**Within 6m**',
    'delete one of the two',
  ],
  ['## B\n\n**side by side**\n\n' + look, 'unknown-label', '**side by side**', 'write `**Side by side**`'],
  ['## B\n\n**Side by side**\n\n' + look, 'bad-side-by-side', '**Side by side**', 'put the label above'],
  [
    '## B\n\n' + look + '\n**Side by side**\n\n' + look,
    'bad-side-by-side',
    '**Side by side**',
    'put the label',
  ],
  [
    `## B\n\n**Side by side**\n\n${look}\n\`\`\`bash read retries=2\ntrue\n\`\`\`\n`,
    'bad-side-by-side',
    'retries=2',
    'delete `retries`',
  ],
  ['## B\n\n> [!WARNING]\n> **Only if** it works.\n\n' + look, 'bad-gate', '**Only if**', 'write it as code'],
  [
    '## B\n\n> [!IMPORTANT]\n> **Only if** `$X is y`\n\n' + look,
    'bad-gate',
    '$X is y',
    'write `[!WARNING]` or `[!CAUTION]`',
  ],
  ['## B\n\n```bash message\nx\n```\n', 'unknown-language', 'bash', 'formats are `text`, `markdown`'],
  ['## B\n\n```text message post=hook\nx\n```\n', 'bad-option', 'hook', 'write `post=STATUS_WEBHOOK`'],
  [
    '## B\n\n' + look + '\n**If it fails** undo, then → **stop**\n',
    'bad-branch',
    '**stop**',
    'take `undo, then`',
  ],
])('finds the slip in %j', (text, code, marked, help) => {
  const { diagnostics } = read(head + text)
  const found = diagnostics.find((one) => one.code === code && one.help?.includes(help))
  expect(found === undefined ? diagnostics : undefined).toBeUndefined()
  expect((head + text).slice(found?.span.start, found?.span.end)).toBe(marked)
})

test.each([
  ['cadence: fortnightly', 'cadence', 'expected a cadence such as `weekly sun 03:00`'],
  ['logs: [{ match: x, strategy: retry }]', 'match', 'expected a pattern between slashes'],
  ['logs: [{ match: /x/, strategy: hope }]', 'strategy', 'expected one of'],
  ['escalate: [{ after: 5m, to: A }, { after: 4m, to: B }]', '4m', 'no later than the one above'],
  ['escalate: { to: A, afer: 5m }', 'afer', 'is not a key of `escalate`'],
  ['escalate: [{ after: 5m }]', 'to', 'has no `to`'],
])('finds what is wrong with %s', (line, _, said) => {
  const { diagnostics } = read(`---\nid: A-1\n${line}\n---\n\n# A\n\n## B\n\n${look}`)
  expect(diagnostics.map(({ message }) => message).join('\n')).toContain(said)
})
