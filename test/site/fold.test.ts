import { expect, test } from 'vitest'
import type { Graph, GraphNode } from '../../engine/graph.ts'
import { foldByPhase } from '../../renderers/diagram/fold.ts'
import { openDrawing } from '../../renderers/diagram/svg.ts'

const phases = 20
const each = 10

/** 200 sections in 20 phases, one after the other; every phase may fail into the first section outside of them. */
function large(): Graph {
  const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
    id,
    kind: 'step',
    title: `Section ${id}`,
    gated: false,
    phases: [],
    start: false,
    ...more,
  })
  const names = Array.from({ length: phases * each }, (_, index) => `s${index}`)
  const nodes = names.map((id, index) =>
    node(id, {
      phases: [`Phase ${Math.floor(index / each)}`],
      gated: index % each === 3,
      start: index === 0,
    }),
  )
  const next = names.slice(1).map((id, index) => ({ from: `s${index}`, to: id, kind: 'next' as const }))
  const fails = names.map((id) => ({ from: id, to: 'help', kind: 'fail' as const, label: 'if it fails' }))
  return { title: 'Large', nodes: [...nodes, node('help')], edges: [...next, ...fails] }
}

test('a graph of 200 sections is folded into its phases, each entered at its first section', () => {
  const folded = foldByPhase(large())
  expect(folded.nodes.map(({ id }) => id)).toEqual([
    ...Array.from({ length: phases }, (_, phase) => `s${phase * each}`),
    'help',
  ])
  expect(folded.nodes[0]).toMatchObject({ title: 'Phase 0', gated: true, start: true })
  expect(folded.nodes.at(-1)).toMatchObject({ title: 'Section help', gated: false })
  expect(folded.edges).toHaveLength(phases - 1 + phases)
  expect(folded.edges).toContainEqual({ from: 's0', to: 's10', kind: 'next' })
})

test('a small picture is drawn of it, with links to where each phase begins', async () => {
  const draw = await openDrawing()
  const svg = draw(foldByPhase(large()), ({ id }) => `#${id}`)
  expect(svg.match(/<g class="node /g)).toHaveLength(phases + 1)
  expect(svg).toContain('<a href="#s190">')
  expect(svg).toContain('>Phase 19</text>')
})
