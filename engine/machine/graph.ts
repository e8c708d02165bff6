import type { Graph, GraphEdge, GraphNode } from '../graph.ts'
import type { Edge, Runbook, Section, Target } from '../model.ts'
import { edgesOf, outlineOf, sectionAt } from './outline.ts'
import { gateOf, sectionGate } from './stages.ts'

/** The graph that every picture of a runbook is drawn from; nodes and edges in document order. */
export function graphOf(runbook: Runbook): Graph {
  const { start, sections } = outlineOf(runbook)
  const edges = runbook.sections.flatMap((section) => edgesFrom(runbook, section))
  const targets = edges.map(({ end }) => end).filter((end) => !sections.has(end.id))
  const others = new Map(targets.map((end) => [end.id, end]))
  const nodes = runbook.sections.map((section): GraphNode => ({
    id: section.id,
    kind: section.kind,
    title: section.title,
    gated: isGated(section),
    phases: section.phases,
    start: section.id === start,
  }))
  return { title: runbook.title, nodes: [...nodes, ...others.values()], edges: edges.map(({ edge }) => edge) }
}

interface Drawn {
  readonly edge: GraphEdge
  /** The node at its end, as it is drawn when it is no section. */
  readonly end: GraphNode
}

function edgesFrom(runbook: Runbook, section: Section): Drawn[] {
  const named = edgesOf(section).map(({ which, edge }) => {
    const answer =
      section.kind === 'decision' && typeof which === 'number' ? section.branches[which]?.answer : undefined
    const kind = typeof which === 'number' ? 'branch' : which
    return drawn(
      runbook,
      section,
      edge.target,
      edge.target.kind === 'runbook' && kind !== 'fail' ? 'transfer' : kind,
      labelOf(edge, kind, answer),
    )
  })
  const calls = section.kind === 'call' ? [drawn(runbook, section, section.runbook, 'call')] : []
  const follows = section.kind !== 'decision' && section.next === undefined
  return [...calls, ...named, ...(follows ? [fallingThrough(runbook, section)] : [])]
}

function fallingThrough(runbook: Runbook, section: Section): Drawn {
  const id = outlineOf(runbook).followers.get(section.id)
  const span = section.span
  if (id === undefined) return drawn(runbook, section, { kind: 'outcome', outcome: 'resolved', span }, 'next')
  return drawn(runbook, section, { kind: 'section', id, span }, 'next')
}

function drawn(
  runbook: Runbook,
  section: Section,
  target: Target,
  kind: GraphEdge['kind'],
  label?: string,
): Drawn {
  const end = endOf(runbook, target)
  return { edge: { from: section.id, to: end.id, kind, ...(label === undefined ? {} : { label }) }, end }
}

function labelOf(
  { atMost, undo }: Edge,
  kind: GraphEdge['kind'],
  answer: string | undefined,
): string | undefined {
  const word = answer ?? (kind === 'fail' ? `if it fails${undo ? ', undone' : ''}` : undefined)
  const bound = atMost === undefined ? undefined : `at most ${atMost} times`
  const label = [word, bound].filter((part) => part !== undefined).join(', ')
  return label === '' ? undefined : label
}

function endOf(runbook: Runbook, target: Target): GraphNode {
  const node = { gated: false, phases: [], start: false }
  const outcome = (id: string, title: string): GraphNode => ({ ...node, id, kind: 'outcome', title })
  if (target.kind === 'section')
    return outcome(sectionAt(runbook, target.id) ?? `nowhere ${target.id}`, target.id)
  if (target.kind === 'runbook')
    return { ...node, id: `runbook ${target.href}`, kind: 'runbook', title: target.href }
  if (target.kind === 'unknown') return outcome(`nowhere ${target.text}`, target.text)
  const title = target.to === undefined ? target.outcome : `${target.outcome} to ${target.to}`
  return outcome(`outcome ${title}`, title)
}

function isGated(section: Section): boolean {
  return (
    sectionGate(section) !== undefined || section.blocks.some((block) => gateOf(section, block) !== undefined)
  )
}
