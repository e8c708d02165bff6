import type { Node, Paragraph } from '../../parse/tree.ts'
import { type TextPart, blocksOf, textPart } from '../draft.ts'
import { readSourceFence } from '../read/page.ts'
import { alternativeOf } from './choices.ts'
import { readConditional, isInstruction } from './conditions.ts'
import { type CommandLines, asFence, commandLines } from './command-lines.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import { expectBelow } from './expected.ts'
import { readFence } from './fences.ts'
import { type Choice, type Found, type FoundDecision, foundPart } from './found.ts'
import { withInlineCommands } from './inline.ts'
import { readList } from './lists.ts'
import { noteCondition } from './lone-condition.ts'
import { purposeOf } from './roles.ts'
import { asBold, soften } from './soften.ts'
import { readTableDecision } from './tables.ts'

const quiet: readonly string[] = ['context', 'reference']

/** Reads what stands under one heading, in its order. */
export function readSection(nodes: readonly Node[], context: Context): Found[] {
  const found: Found[] = []
  let here = context
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]
    if (node === undefined) continue
    const labelled = node.kind === 'paragraph' ? labelPurpose(node, here) : undefined
    if (labelled !== undefined) here = { ...context, purpose: labelled }
    const taken = node.kind === 'paragraph' ? readJoined(nodes, at, found, here) : undefined
    if (node.kind === 'paragraph') expectBelow(node, found.at(-1), here)
    if (taken !== undefined) at += taken - 1
    else found.push(...readNode(node, leadOf(nodes[at - 1], here), here))
  }
  return found
}

/** Reads one node by itself. @param lead the paragraph above it, as a reader sees it */
export function readNode(node: Node, lead: string, context: Context): Found[] {
  const line = context.page.lineAt(node.span.start)
  const written = context.page.slice(node)
  if (node.kind === 'code') return readFence(readSourceFence(node, context.page), lead, context)
  if (node.kind === 'list') return readList(node, lead, context)
  if (node.kind === 'other')
    return readTableDecision(written, line, context) ?? [foundPart(textPart(soften(written), line))]
  if (node.kind === 'paragraph') return readParagraph(node, context)
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

/** Whoever reads a rollback knows it already. */
const goesWrong =
  /\b(?:fails?|failed|occurs?|arises?|wrong|unsuccessful|causes? (?:issues|problems)|(?:issues?|problems?|errors?) (?:are|is|persists?|continues?))\b/i

/** A paragraph that belongs to what follows it; gives how many nodes were taken. */
function readJoined(
  nodes: readonly Node[],
  at: number,
  found: Found[],
  context: Context,
): number | undefined {
  const node = nodes[at]
  const next = nodes[at + 1]
  if (node?.kind !== 'paragraph' || (next?.kind !== 'code' && next?.kind !== 'list')) return undefined
  const text = asPlain(context.page.slice(node))
  if (next.kind === 'code' && joinAlternative(text, next, found, context)) return 2
  if (quiet.includes(context.purpose) || !/[:：]$/.test(text)) return undefined
  const conditional = readConditional(text)
  if (conditional === undefined || conditional.isOtherwise) return undefined
  if (/^(?:rollback|apart)$/.test(context.purpose) && goesWrong.test(conditional.condition)) return undefined
  const inner = readNode(next, text, context)
  if (!inner.some(isDoing)) return undefined
  found.push(
    yesOrNo(
      conditional.condition,
      context.page.slice(node),
      inner,
      context.page.lineAt(node.span.start),
      context,
    ),
  )
  return 2
}

const isDoing = (found: Found): boolean =>
  found.kind === 'decision' ||
  found.part.kind !== 'text' ||
  found.part.action === true ||
  blocksOf(found.part).some(({ role }) => role !== undefined) ||
  isInstruction(textOf(found.part))

const textOf = (part: TextPart): string =>
  part.pieces.flatMap((piece) => ('text' in piece ? [piece.text] : [])).join(' ')

/** A fence below a bare "or" is another way to do what the fence above it does. */
function joinAlternative(text: string, next: Node, found: Found[], context: Context): boolean {
  const last = found.at(-1)
  const isOr = alternativeOf(text)?.kind === 'or' && text.length < 80
  if (isOr && last?.kind === 'decision' && last.title === 'Which way?')
    return joinFurther(text, next, found, context)
  if (
    !isOr ||
    last === undefined ||
    last.kind !== 'part' ||
    !blocksOf(last.part).some(({ role }) => role !== undefined)
  )
    return false
  const line = context.page.lineAt(next.span.start)
  const inner = readNode(next, text, context)
  if (!inner.some(isDoing)) return false
  const other = text.length > 4 ? shortTitle(text) : shortTitle(inner.map(wayOf).find(Boolean) ?? text)
  const worded = other === shortTitle(text) ? [] : [foundPart(textPart(soften(text), line))]
  found.pop()
  context.notes.add(
    'choice-guessed',
    line - 1,
    'two ways to do the same: exactly one of them runs',
    'see that they exclude each other',
  )
  found.push({
    kind: 'decision',
    title: 'Which way?',
    line,
    lead: [],
    choices: [
      {
        answer: wayOf(last),
        line,
        leads: { kind: 'section', title: shortTitle(wayOf(last)), found: [last] },
      },
      { answer: other, line, leads: { kind: 'section', title: other, found: [...worded, ...inner] } },
    ],
  })
  return true
}

/** A third way, and each further one. */
function joinFurther(text: string, next: Node, found: Found[], context: Context): boolean {
  const last = found.at(-1)
  const line = context.page.lineAt(next.span.start)
  const inner = readNode(next, text, context)
  if (last?.kind !== 'decision' || !inner.some(isDoing)) return false
  const title = shortTitle(text)
  found.splice(-1, 1, {
    ...last,
    choices: [...last.choices, { answer: title, line, leads: { kind: 'section', title, found: inner } }],
  })
  return true
}

/** What a way is called that nothing names: its first command. */
function wayOf(found: Found): string {
  const block = found.kind === 'part' ? blocksOf(found.part)[0] : undefined
  return (
    block?.script
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  )
}

/** `If X, do Y. Otherwise, do Z.`: the operator says whether X holds; Y is a link, or a step of its own. */
function readSentence(written: string, line: number, context: Context): Found[] | undefined {
  if (quiet.includes(context.purpose) || context.section.level === 0) return undefined
  const sentences = written.split(/(?<=[.!?])\s+(?=\p{Lu})/u)
  const [first, second] = sentences.map((sentence) => readConditional(sentence))
  if (first === undefined || first.isOtherwise || first.consequence === '') return undefined
  const yes = followed(
    'yes',
    first.consequence,
    shortTitle(first.condition),
    line,
    context,
    !isEnglishIf(written),
  )
  if (yes === undefined) return undefined
  const no =
    second?.isOtherwise === true
      ? followed('no', second.consequence, shortTitle(second.consequence), line, context, true)
      : undefined
  return [asked(first.condition, written, no === undefined ? [yes] : [yes, no], line, context)]
}

/** Verbs are known in English only; elsewhere the condition is sign enough. */
const isEnglishIf = (text: string): boolean => /^\W*(?:if|in case|when|should|to)\b/i.test(text)

/** Where an answer leads: to the place that its words name, or to a step that they are. */
function followed(
  answer: string,
  consequence: string,
  title: string,
  line: number,
  context: Context,
  anyWords: boolean,
): Choice | undefined {
  const goal = context.goalOf(consequence, line)
  if (goal !== undefined) return { answer, line, leads: { kind: 'goal', goal } }
  if (/^(?:please )?see (?:below|above|the (?:next|following))\b/i.test(asPlain(consequence)))
    return undefined
  if (!anyWords && !isInstruction(asPlain(consequence).replace(/^to\s+/i, ''))) return undefined
  const inner = withInlineCommands(consequence, line, '', context)
  return {
    answer,
    line,
    leads: { kind: 'section', title, found: inner.some(isRunning) ? inner : asAction(inner) },
  }
}

const isRunning = (found: Found): boolean =>
  found.kind === 'part' && blocksOf(found.part).some(({ role }) => role !== undefined)

/** What a person does, when nothing in it runs. */
export function asAction(found: readonly Found[]): Found[] {
  const [first, ...rest] = found
  if (first?.kind !== 'part' || first.part.kind !== 'text') return [...found]
  return [foundPart({ ...first.part, action: true }), ...rest]
}

function yesOrNo(
  condition: string,
  written: string,
  inner: readonly Found[],
  line: number,
  context: Context,
): FoundDecision {
  const title = shortTitle(condition)
  return asked(
    condition,
    written,
    [{ answer: 'yes', line, leads: { kind: 'section', title, found: inner } }],
    line,
    context,
  )
}

function asked(
  condition: string,
  written: string,
  choices: readonly Choice[],
  line: number,
  context: Context,
): FoundDecision {
  const title = shortTitle(condition, 68)
  context.notes.add(
    'decision-guessed',
    line,
    `a sentence became a question: \`${title.replaceAll('`', '')}\``,
    'see where both answers lead; give it an `ask` block when it can be measured',
  )
  const lead = [foundPart(textPart(soften(written), line))]
  return {
    kind: 'decision',
    title: `${title}?`,
    line,
    lead,
    choices,
    ...(choices.length < 2 ? { otherwise: 'no' } : {}),
  }
}
