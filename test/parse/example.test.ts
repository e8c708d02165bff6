import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'
import { readSummary } from '../../engine/parse/summary.ts'

/** Everything that the format has, in one runbook. */
const text = `---
id: QUE-003
title: The queue is stuck
summary: Get it moving.
service: orders
severity: SEV2
mttr: 1h30m
owner: orders team
alerts: [OrdersQueueStuck]
symptoms: [depth grows]
inputs:
  API: { type: url, default: http://127.0.0.1:8080 }
  LEVEL: { type: number, default: 1.10 }
  TOKEN: { type: secret, description: Token. }
requires: [curl, jq]
escalate: { after: 15m, to: Orders lead }
reviewed: 2026-11-20
review_every: 90d
---

# Queue does not drain

Nothing is lost while you read this.

## Before

- [ ] Tell the team
- [x] Have a **token**

## Are the workers alive?

Look first.

\`\`\`bash ask timeout=10s
curl -fsS "$API/workers"
\`\`\`

- **value is 0** → [Restart](#restart)
- **value < 3** → How many?
  - **one** → **stop**
  - **two** → **escalate** to Night shift at most 2 times
- **otherwise** → [Other](../more/other.md#there), which is long

---

## By hand

What follows needs a person.

### Restart

> [!WARNING]
> Jobs run again.

**Action**

\`\`\`bash action timeout=2m retries=1
systemctl restart x
\`\`\`

\`\`\`
a sample
\`\`\`

**Verification** Three report.

\`\`\`bash verify first
true
\`\`\`

\`\`\`expect within=1m every=5s
value >= 3
\`\`\`

**Rollback**

\`\`\`bash rollback
true
\`\`\`

**Next** → [Turn](#turn)
**If it fails** → **escalate** to Orders lead

### Turn

> [!IMPORTANT]
> **Two people** look at it.

**Action** Turn the key.

Then wait.

\`\`\`json verify
\`\`\`

### Save

**Run** → [Backup](backup.md)
`

describe('a whole runbook', () => {
  const { runbook, diagnostics } = parseRunbook({ path: 'orders/que.md', text })
  const section = (id: string) => runbook.sections.find((one) => one.id === id)

  test('only the deliberate slip is found', () => {
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'unknown-language: `json` is not a language that runs',
    ])
  })

  test('frontmatter', () => {
    expect(runbook.frontmatter).toEqual({
      id: 'QUE-003',
      title: 'The queue is stuck',
      summary: 'Get it moving.',
      service: 'orders',
      severity: 'SEV2',
      mttr: 5_400_000,
      owner: 'orders team',
      alerts: ['OrdersQueueStuck'],
      symptoms: ['depth grows'],
      inputs: {
        API: { type: 'url', default: 'http://127.0.0.1:8080' },
        LEVEL: { type: 'number', default: '1.10' },
        TOKEN: { type: 'secret', description: 'Token.' },
      },
      requires: ['curl', 'jq'],
      escalate: [{ after: 900_000, to: 'Orders lead' }],
      logs: [],
      reviewed: '2026-11-20',
      review_every: 7_776_000_000,
    })
  })

  test('sections, paths, phases and anchors', () => {
    expect(runbook.title).toBe('Queue does not drain')
    expect(runbook.introduction.map(({ markdown }) => markdown)).toEqual([
      'Nothing is lost while you read this.',
    ])
    expect(runbook.sections.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'checklist before',
      'decision are-the-workers-alive',
      'decision are-the-workers-alive/how-many',
      'step restart',
      'manual turn',
      'call save',
    ])
    expect(runbook.paths).toEqual([
      ['before', 'are-the-workers-alive'],
      ['restart', 'turn', 'save'],
    ])
    expect(section('turn')?.phases).toEqual(['By hand'])
    expect([...runbook.anchors].map(([anchor, { section: id }]) => `${anchor}: ${id}`)).toEqual([
      'queue-does-not-drain: before',
      'before: before',
      'are-the-workers-alive: are-the-workers-alive',
      'by-hand: restart',
      'restart: restart',
      'turn: turn',
      'save: save',
    ])
  })

  test('a checklist', () => {
    const checklist = section('before')
    expect(checklist?.kind === 'checklist' && checklist.items.map((item) => item.text)).toEqual([
      'Tell the team',
      'Have a **token**',
    ])
  })

  test('a decision', () => {
    const decision = section('are-the-workers-alive')
    if (decision?.kind !== 'decision') throw new Error('no decision')
    expect(decision.ask).toBe(0)
    expect(decision.blocks[0]?.options).toEqual({ timeout: 10_000 })
    expect(decision.branches.map(({ edge, note }) => [edge.target, note?.markdown])).toMatchObject([
      [{ kind: 'section', id: 'restart' }, undefined],
      [{ kind: 'section', id: 'are-the-workers-alive/how-many' }, undefined],
      [
        { kind: 'runbook', href: '../more/other.md#there', path: 'more/other.md', anchor: 'there' },
        'which is long',
      ],
    ])
  })

  test('a nested decision', () => {
    const nested = section('are-the-workers-alive/how-many')
    expect(nested).toMatchObject({
      kind: 'decision',
      title: 'How many?',
      parent: 'are-the-workers-alive',
      branches: [
        { answer: 'one', edge: { target: { kind: 'outcome', outcome: 'stop' } } },
        {
          answer: 'two',
          edge: { target: { kind: 'outcome', outcome: 'escalate', to: 'Night shift' }, atMost: 2 },
        },
      ],
    })
  })

  test('a step', () => {
    const step = section('restart')
    expect(step?.blocks.map(({ role, gate, label }) => [role, gate, label?.label])).toEqual([
      ['action', 0, 'Action'],
      ['verify', 0, 'Verification'],
      ['rollback', 0, 'Rollback'],
    ])
    expect(step?.gates).toMatchObject([{ kind: 'warning', asks: 'yes', markdown: 'Jobs run again.' }])
    expect(step?.blocks[1]).toMatchObject({
      options: { first: true },
      expectation: { within: 60_000, every: 5_000 },
    })
    expect(step?.next?.target).toMatchObject({ kind: 'section', id: 'turn' })
    expect(step?.ifItFails?.target).toMatchObject({ kind: 'outcome', outcome: 'escalate', to: 'Orders lead' })
    expect(
      step?.body.map((part) => ('markdown' in part ? `${part.kind} ${part.markdown}` : part.kind)),
    ).toEqual([
      'prose What follows needs a person.',
      'gate',
      'label ',
      'block',
      'sample',
      'label Three report.',
      'block',
      'label ',
      'block',
    ])
    expect(runbook.samples).toMatchObject([{ language: '', text: 'a sample', section: 'restart' }])
  })

  test('a manual step and a call', () => {
    expect(section('turn')).toMatchObject({
      kind: 'manual',
      instruction: { markdown: 'Turn the key.\n\nThen wait.' },
      gates: [{ kind: 'important', asks: 'two-people' }],
    })
    expect(section('save')).toMatchObject({
      kind: 'call',
      runbook: { href: 'backup.md', path: 'orders/backup.md' },
    })
  })

  test('is plain data: it survives being cloned', () => {
    expect(structuredClone(runbook)).toEqual(runbook)
  })
})

describe('readSummary', () => {
  test('reads what lists show, as written', () => {
    expect(readSummary(text)).toEqual({
      id: 'QUE-003',
      title: 'The queue is stuck',
      summary: 'Get it moving.',
      severity: 'SEV2',
      mttr: '1h30m',
      owner: 'orders team',
      service: 'orders',
      alerts: ['OrdersQueueStuck'],
      symptoms: ['depth grows'],
      logs: [],
      reviewed: '2026-11-20',
      review_every: '90d',
    })
  })

  test.each([
    ['the heading is the title', '---\nid: A-1\n---\n\n# From **below** #\n', 'From **below**'],
    ['a byte order mark and CRLF', '\uFEFF---\r\nid: A-1\r\ntitle: T\r\n---\r\n', 'T'],
  ])('%s', (_, source, title) => {
    expect(readSummary(source)).toMatchObject({ id: 'A-1', title })
  })

  test.each([
    '',
    '# Page\n',
    '---\ntitle: T\n---\n',
    '---\nid: [\n---\n',
    '---\nid: A-1\n',
    '---\n- a\n---\n',
  ])('is nothing for %j', (source) => {
    expect(readSummary(source)).toBeNull()
  })
})
