import type { Item } from '../../parse/tree.ts'
import { onlyLooks } from '../classify/effect/index.ts'
import { withoutAngles } from '../classify/shell.ts'
import { readConditional } from './conditions.ts'
import type { Context } from './context.ts'
import { shortTitle } from './escape.ts'
import type { Found } from './found.ts'
import { inlineCommands, withInlineCommands } from './inline.ts'
import { numberOf } from './items.ts'
import { asked } from './question.ts'
import { readSection } from './section.ts'

/** Whether an item changes something, and only in some case: in a list that is gone through, it would do so in every case. */
export function actsConditionally({ children: [first, ...below] }: Item, context: Context): boolean {
  if (first?.kind !== 'paragraph') return false
  const written = context.page.slice(first)
  const conditional = readConditional(written)
  if (conditional === undefined || conditional.isOtherwise) return false
  const fences = below.flatMap((node) =>
    node.kind === 'code' && /^(?:`{3,}|~{3,}) *(?:bash|sh|shell|zsh|console)\b/.test(context.page.slice(node))
      ? [node.text]
      : [],
  )
  return [...inlineCommands(written, context), ...fences].some(
    (script) => !onlyLooks(withoutAngles(script), context.shell),
  )
}

/** Such an item as a question; the other answer goes on. */
export function readConditionalItem(item: Item, context: Context): Found[] {
  const [first, ...below] = item.children
  const written = context.page.slice(first ?? item)
  const { condition, consequence } = readConditional(written) ?? { condition: written, consequence: '' }
  const line = context.page.lineAt(item.span.start)
  const said = consequence === '' ? [] : withInlineCommands(consequence, line, '', context)
  const found = [...said, ...readSection(below, context)]
  const number = numberOf(item, context).replace('.', '\\.')
  const yes = {
    answer: 'yes',
    line,
    leads: { kind: 'section' as const, title: shortTitle(condition), found },
  }
  return [asked(condition, `${number}${written}`, [yes], line, context)]
}
