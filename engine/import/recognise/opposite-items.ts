import type { Item, List } from '../../parse/tree.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import type { Choice, Found } from './found.ts'
import { lineOf } from './items.ts'
import { holdOpposites } from './opposites.ts'
import { readSection } from './section.ts'
import { asAction, isRunning } from './sentence.ts'

/** `- Perform a backup:` and `- Restore a backup:` above their commands: only one of them is wanted. */
export function readOpposites(list: List, context: Context): Found[] | undefined {
  const read = list.items.map((item) => ({ item, name: nameOf(item, context) }))
  const names = read.flatMap(({ name }) => name ?? [])
  if (names.length < read.length || names.length < 2 || !holdOpposites(names)) return undefined
  if (/^\d/.test(context.page.slice(list))) return undefined
  const line = lineOf(list.items[0], context)
  context.notes.add(
    'decision-guessed',
    line,
    `${read.length} procedures of which two are opposites became the answers of a question`,
    'see that only one of them is wanted',
  )
  const choices = read.map(({ item, name = '' }): Choice => {
    const own = readSection(item.children, context)
    return {
      answer: name,
      line: lineOf(item, context),
      leads: { kind: 'section', title: shortTitle(name), found: own.some(isRunning) ? own : asAction(own) },
    }
  })
  return [{ kind: 'decision', title: 'What do you want to do?', line, lead: [], choices }]
}

/** The words of an item up to their colon, with code behind or below it. */
function nameOf(item: Item, context: Context): string | undefined {
  const [first, second] = item.children
  if (first?.kind !== 'paragraph') return undefined
  const [, name = '', rest = ''] =
    /^([^:`\n]{3,60}):?(?:\*\*|__)?:?\s*(`[^`\n]+`)?\.?\s*$/.exec(context.page.slice(first)) ?? []
  return name !== '' && (rest !== '' || second?.kind === 'code') ? asPlain(name) : undefined
}
