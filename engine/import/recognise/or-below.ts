import type { Node } from '../../parse/tree.ts'
import { blocksOf, textPart } from '../draft.ts'
import { alternativeOf } from './choices.ts'
import type { Context } from './context.ts'
import { shortTitle } from './escape.ts'
import { type Found, foundPart } from './found.ts'
import { isDoing } from './joined.ts'
import { readNode } from './section.ts'
import { soften } from './soften.ts'

/** A fence below a bare "or" is another way to do what the fence above it does. */
export function joinAlternative(text: string, next: Node, found: Found[], context: Context): boolean {
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
