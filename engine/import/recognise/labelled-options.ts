import type { Node } from '../../parse/tree.ts'
import { alternativeOf } from './choices.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import type { Choice, Found } from './found.ts'
import { isDoing } from './joined.ts'
import { readSection } from './section.ts'

/** `**Option A: with GTID**` on a line of its own: what it is called; nothing for any other node. */
export function optionLabel(node: Node | undefined, context: Context): string | undefined {
  if (node?.kind !== 'paragraph') return undefined
  const text = asPlain(context.page.slice(node))
  const found = text.length < 100 && !text.includes('\n') ? alternativeOf(text) : undefined
  return found?.kind === 'option' ? found.label : undefined
}

/**
 * Options that follow each other below labels, each up to the next one; the last one ends with its fences and lists. Gives the
 * question, and how many nodes it took.
 */
export function readLabelledOptions(
  nodes: readonly Node[],
  at: number,
  context: Context,
): { readonly found: Found; readonly taken: number } | undefined {
  if (optionLabel(nodes[at], context) === undefined) return undefined
  const starts = nodes.flatMap((node, index) =>
    index >= at && optionLabel(node, context) !== undefined ? [index] : [],
  )
  if (starts.length < 2) return undefined
  const end = endOfLast(nodes, starts.at(-1) ?? at)
  const choices = starts.map((start, index): Choice => {
    const label = optionLabel(nodes[start], context) ?? ''
    const found = readSection(nodes.slice(start + 1, starts[index + 1] ?? end), context)
    const line = context.page.lineAt(nodes[start]?.span.start ?? 0)
    return { answer: label, line, leads: { kind: 'section', title: shortTitle(label), found } }
  })
  if (!choices.every(({ leads }) => leads.kind === 'section' && leads.found.some(isDoing))) return undefined
  const line = choices[0]?.line ?? 1
  context.notes.add(
    'choice-guessed',
    line,
    `${choices.length} ways to do the same: exactly one of them runs`,
    'see that they exclude each other',
    choices[0]?.answer,
  )
  return { found: { kind: 'decision', title: 'Which way?', line, lead: [], choices }, taken: end - at }
}

function endOfLast(nodes: readonly Node[], start: number): number {
  const rest = nodes.slice(start + 1)
  const other = rest.findIndex(({ kind }) => kind !== 'code' && kind !== 'list')
  return start + 1 + (other < 0 ? rest.length : other)
}
