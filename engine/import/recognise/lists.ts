import type { Item, List } from '../../parse/tree.ts'
import { type Piece, textPart } from '../draft.ts'
import { actsConditionally, readConditionalItem } from './conditional-item.ts'
import type { Context } from './context.ts'
import { type Found, foundPart } from './found.ts'
import { InPlace } from './in-place.ts'
import { inlinePart } from './inline.ts'
import { dedent, holdsCode, lineOf } from './items.ts'
import { readArrows, readCauses, readConditions } from './list-decisions.ts'
import { readOpposites } from './opposite-items.ts'
import { readParts } from './parts.ts'
import { readSection } from './section.ts'
import { soften } from './soften.ts'

/** Reads a list: boxes, answers, causes, or steps with fences in them. */
export function readList(list: List, lead: string, context: Context): Found[] {
  if (list.items.some((item) => item.checked !== undefined)) return readTasks(list, context)
  const quiet =
    context.purpose === 'context' || context.purpose === 'reference' || context.section.level === 0
  const decided = quiet
    ? undefined
    : (readParts(list, context) ??
      readConditions(list, lead, context) ??
      readArrows(list, lead, context) ??
      readCauses(list, lead, context) ??
      readOpposites(list, context))
  return decided ?? readItems(list, quiet, context)
}

/** Boxes are confirmed one by one; a box with commands in it becomes a step. */
function readTasks(list: List, context: Context): Found[] {
  const found: Found[] = []
  for (const item of list.items) {
    const written = dedent(context.page.slice(item), item, context)
    const line = context.page.lineAt(item.span.start)
    const last = found.at(-1)
    if (holdsCode(item.children)) found.push(...asStep(item, context))
    else if (last?.kind === 'part' && last.part.kind === 'tasks') last.part.text += `\n${soften(written)}`
    else if (item.checked === undefined) found.push(foundPart(textPart(soften(written), line)))
    else found.push(foundPart({ kind: 'tasks', text: soften(written), line }))
  }
  return found
}

/** An item without its mark, the things in it at the left edge. */
function asStep(item: Item, context: Context): Found[] {
  const found = readSection(item.children, context)
  const [first] = found
  const piece = first?.kind === 'part' && first.part.kind === 'text' ? first.part.pieces[0] : undefined
  if (piece !== undefined && 'text' in piece)
    piece.text = `${item.checked === true ? '[x] ' : ''}${piece.text.replace(/^\[[ xX]\]\s+/, '')}`
  return found
}

/** A list that stays a list, its fences in their places. */
function readItems(list: List, quiet: boolean, context: Context): Found[] {
  const line = lineOf(list.items[0], context)
  const reader = new InPlace(list, quiet, context)
  const decisions = reader.read()
  if (decisions === undefined)
    return [foundPart({ kind: 'text', pieces: atLeftEdge(reader.pieces, list, context), line })]
  return list.items.flatMap((item) =>
    actsConditionally(item, context)
      ? readConditionalItem(item, context)
      : [...marked(item, context), ...readSection(item.children.slice(1), context)],
  )
}

/** A list that stood below an item stands by itself now. */
function atLeftEdge(pieces: readonly Piece[], list: List, { page }: Context): Piece[] {
  const column = page.margin(list).length
  if (column === 0) return [...pieces]
  const blanks = new RegExp(`^[ \\t]{1,${column}}`, 'gm')
  return pieces.map((piece) =>
    'block' in piece
      ? { ...piece, indent: piece.indent.slice(column) }
      : { text: piece.text.replaceAll(blanks, '') },
  )
}

/** The first paragraph of an item with its mark, in a list of its own. */
function marked(item: Item, context: Context): Found[] {
  const [first] = item.children
  const end = first?.kind === 'paragraph' ? first.span.end : item.span.start + 2
  const text = context.page.text.slice(item.span.start, end)
  const rest = first?.kind === 'paragraph' ? [] : readSection(item.children.slice(0, 1), context)
  const line = lineOf(item, context)
  const told = first?.kind === 'paragraph' ? inlinePart(text, line, '', context) : undefined
  return [foundPart(told ?? textPart(soften(text.trim() === '' ? '-' : text), line)), ...rest]
}
