import type { Node, Paragraph } from '../../parse/tree.ts'
import { textPart } from '../draft.ts'
import { readSourceFence } from '../read/page.ts'
import { type CommandLines, asFence, commandLines } from './command-lines.ts'
import type { Context } from './context.ts'
import { asPlain } from './escape.ts'
import { expectBelow } from './expected.ts'
import { readFence } from './fences.ts'
import { type Found, foundPart } from './found.ts'
import { withInlineCommands } from './inline.ts'
import { readJoined } from './joined.ts'
import { readLabelledOptions } from './labelled-options.ts'
import { readList } from './lists.ts'
import { noteCondition } from './lone-condition.ts'
import { purposeOf } from './roles.ts'
import { readSentence } from './sentence.ts'
import { asBold, soften } from './soften.ts'
import { readTableDecision } from './tables.ts'

/** Reads what stands under one heading, in its order. */
export function readSection(nodes: readonly Node[], context: Context): Found[] {
  const found: Found[] = []
  let here = context
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]
    if (node === undefined) continue
    const labelled = node.kind === 'paragraph' ? labelPurpose(node, here) : undefined
    if (labelled !== undefined) here = { ...context, purpose: labelled }
    const options = isQuiet(here) ? undefined : readLabelledOptions(nodes, at, here)
    if (options !== undefined) {
      found.push(options.found)
      at += options.taken - 1
      continue
    }
    const taken = node.kind === 'paragraph' ? readJoined(nodes, at, found, here) : undefined
    if (node.kind === 'paragraph') expectBelow(node, found.at(-1), here)
    if (taken !== undefined) at += taken - 1
    else found.push(...readNode(node, leadOf(nodes[at - 1], here), above(nodes[at + 1], here)))
  }
  return found
}

const isQuiet = ({ purpose }: Context): boolean => purpose === 'context' || purpose === 'reference'

/** What the fence that follows holds is known to the words above it. */
const above = (next: Node | undefined, context: Context): Context =>
  next?.kind === 'code' ? { ...context, below: next.text } : context

/** Reads one node by itself. @param lead the paragraph above it, as a reader sees it */
export function readNode(node: Node, lead: string, context: Context): Found[] {
  const line = context.page.lineAt(node.span.start)
  const written = context.page.slice(node)
  if (node.kind === 'code') return readFence(readSourceFence(node, context.page), lead, context)
  if (node.kind === 'list') return readList(node, lead, context)
  if (node.kind === 'other')
    return readTableDecision(written, line, context) ?? [foundPart(textPart(soften(written), line))]
  if (node.kind === 'paragraph') return readParagraph(node, context)
  if (node.kind === 'break') return []
  if (node.kind === 'heading') return [foundPart(textPart(soften(asBold(written)), line))]
  return [foundPart(textPart(soften(written), line))]
}

function readParagraph(node: Paragraph, context: Context): Found[] {
  const written = context.page.slice(node)
  const line = context.page.lineAt(node.span.start)
  const commands = commandLines(written, context)
  if (commands !== undefined) return readCommandLines(commands, line, context)
  const decided = readSentence(written, line, context)
  if (decided === undefined) noteCondition(written, line, context)
  return decided ?? withInlineCommands(written, line, '', context)
}

function readCommandLines(commands: CommandLines, line: number, context: Context): Found[] {
  const { text, before } = commands
  const fence = asFence(commands, line + before, '', context)
  const said = text === '' ? [] : withInlineCommands(text, line, '', context)
  return [...said, ...readFence(fence, asPlain(text), context)]
}

/** The paragraph above, when it is one. */
function leadOf(node: Node | undefined, context: Context): string {
  return node?.kind === 'paragraph' ? asPlain(context.page.slice(node)) : ''
}

/** `**Diagnosis:**` on a line of its own is a heading in all but name. */
function labelPurpose(node: Paragraph, context: Context): Context['purpose'] | undefined {
  const [first] = node.inlines
  if (first?.kind !== 'strong' || first.span.start !== node.span.start) return undefined
  const rest = context.page.text.slice(first.span.end, node.span.end).trim()
  const purpose = purposeOf(first.text)
  return purpose === 'none' || (rest !== '' && rest !== ':') ? undefined : purpose
}
