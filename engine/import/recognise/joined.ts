import type { Node } from '../../parse/tree.ts'
import { type TextPart, blocksOf, textPart } from '../draft.ts'
import { isInstruction, readConditional } from './conditions.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import { type Choice, type Found, foundPart } from './found.ts'
import { joinAlternative } from './or-below.ts'
import { asked } from './question.ts'
import { readNode } from './section.ts'
import { asAction } from './sentence.ts'
import { soften } from './soften.ts'

/** Whoever reads a rollback knows it already. */
const goesWrong =
  /\b(?:fails?|failed|occurs?|arises?|wrong|unsuccessful|causes? (?:issues|problems)|(?:issues?|problems?|errors?) (?:are|is|persists?|continues?))\b/i

/** `In case of X the site is slow. Please follow the procedure:` tells what the whole section is for, and asks nothing. */
const wholeProcedure =
  /[.!]\s+(?:please )?follow (?:the|this|these) (?:\w+ )?(?:procedure|steps|instructions)\W*$/i

/** A paragraph that belongs to what follows it; gives how many nodes were taken. */
export function readJoined(
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
  if (/^(?:context|reference)$/.test(context.purpose) || !/[:：]$/.test(text)) return undefined
  const conditional = readConditional(text)
  if (conditional === undefined || conditional.isOtherwise || wholeProcedure.test(text)) return undefined
  if (/^(?:rollback|apart)$/.test(context.purpose) && goesWrong.test(conditional.condition)) return undefined
  const inner = readNode(next, text, context)
  const isTold = isInstruction(conditional.consequence)
  if (!inner.some(isDoing) && !isTold) return undefined
  const line = context.page.lineAt(node.span.start)
  const title = shortTitle(conditional.condition)
  const said = inner.some(isDoing)
    ? []
    : asAction([foundPart(textPart(soften(conditional.consequence), line))])
  const yes: Choice = { answer: 'yes', line, leads: { kind: 'section', title, found: [...said, ...inner] } }
  found.push(asked(conditional.condition, context.page.slice(node), [yes], line, context))
  return 2
}

/** Whether there is something to do in it. */
export const isDoing = (found: Found): boolean =>
  found.kind === 'decision' ||
  found.part.kind !== 'text' ||
  found.part.action === true ||
  blocksOf(found.part).some(({ role }) => role !== undefined) ||
  isInstruction(textOf(found.part))

const textOf = (part: TextPart): string =>
  part.pieces.flatMap((piece) => ('text' in piece ? [piece.text] : [])).join(' ')
