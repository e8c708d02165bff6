import { expect, test } from 'vitest'
import { graphOf } from '../../engine/machine/index.ts'
import { label, mermaid } from '../../renderers/diagram/mermaid.ts'
import { call, decision, runbook, step, to, toOutcome, toRunbook, warning } from '../helpers/runbooks.ts'

const book = runbook(
  'a.md',
  [
    decision('alive', [{ role: 'ask' }], {
      'exit 0': to('mend', 2),
      otherwise: toOutcome('escalate', 'the "lead" <b>'),
    }),
    step('mend', [{ role: 'action', gate: 0 }], {
      gates: [warning()],
      phases: ['Mend'],
      ifItFails: toRunbook('b.md'),
    }),
    call('tell', 'c.md', { next: to('alive', 3) }),
  ],
  [['alive'], ['mend', 'tell']],
)

test('a graph has the sections, what they lead to, and where it all ends', () => {
  const { nodes, edges } = graphOf(book)
  expect(nodes.map(({ id, kind, gated, start }) => [id, kind, gated, start])).toEqual([
    ['alive', 'decision', false, true],
    ['mend', 'step', true, false],
    ['tell', 'call', false, false],
    ['outcome escalate to the "lead" <b>', 'outcome', false, false],
    ['runbook b.md', 'runbook', false, false],
    ['runbook c.md', 'runbook', false, false],
  ])
  expect(edges).toEqual([
    { from: 'alive', to: 'mend', kind: 'branch', label: 'exit 0, at most 2 times' },
    { from: 'alive', to: 'outcome escalate to the "lead" <b>', kind: 'branch', label: 'otherwise' },
    { from: 'mend', to: 'runbook b.md', kind: 'fail', label: 'if it fails' },
    { from: 'mend', to: 'tell', kind: 'next' },
    { from: 'tell', to: 'runbook c.md', kind: 'call' },
    { from: 'tell', to: 'alive', kind: 'next', label: 'at most 3 times' },
  ])
})

test('mermaid text quotes every label and codes what could be syntax', () => {
  expect(mermaid(graphOf(book))).toBe(`---
title: "a.md"
---
flowchart TD
  n0{"alive"}
  subgraph p1["Mend"]
    n1["mend"]
  end
  n2[["tell"]]
  n3(["escalate to the #34;lead#34; #60;b#62;"])
  n4[["b.md"]]
  n5[["c.md"]]
  n0 -->|"exit 0, at most 2 times"| n1
  n0 -->|"otherwise"| n3
  n1 -.->|"if it fails"| n4
  n1 --> n2
  n2 <--> n5
  n2 -->|"at most 3 times"| n0
  classDef gated stroke-width:3px
  class n1 gated
  classDef start font-weight:bold
  class n0 start
`)
})

test('a label never leaves its quotes', () => {
  expect(label('a"] --> x["`${b}`\n%% #lt;;')).toBe(
    '"a#34;#93; --#62; x#91;#34;#96;#36;#123;b#125;#96; #37;#37; #35;lt#59;#59;"',
  )
  expect(label('1. First - and - last')).toBe('"1#46; First - and - last"')
  expect(label('- list')).toBe('"#45; list"')
  expect(label('Läuft der Dienst? 中文')).toBe('"Läuft der Dienst? 中文"')
})
