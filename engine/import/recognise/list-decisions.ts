import type { Item, List } from '../../parse/tree.ts'
import { textPart } from '../draft.ts'
import { isInstruction, readConditional } from './conditions.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import { type Choice, type Found, foundPart } from './found.ts'
import { inlineCommands, proposed } from './inline.ts'
import { readSection } from './section.ts'
import { asAction } from './sentence.ts'
import { dedent, lineOf, numberOf } from './items.ts'
import { isNumbered } from './roles.ts'
import { soften } from './soften.ts'

/** Whether the items of a list, from some item on, are cases of which one holds. */
export function areConditions(list: List, context: Context): boolean {
  const found = list.items.map((item) => conditionalOf(item, context) !== undefined)
  return found.filter(Boolean).length > 1 && found.slice(found.indexOf(true)).every(Boolean)
}

/** Items that begin with `If`: exactly one of them holds, or none. */
export function readConditions(list: List, lead: string, context: Context): Found[] | undefined {
  const items = list.items.map((item) => ({ item, conditional: conditionalOf(item, context) }))
  const first = items.findIndex(({ conditional }) => conditional !== undefined)
  const conditions = items.filter(({ conditional }) => conditional !== undefined)
  if (conditions.length < 2 || items.slice(first).some(({ conditional }) => conditional === undefined))
    return undefined
  const before = items
    .slice(0, first)
    .flatMap(({ item }) => [
      foundPart(textPart(soften(dedent(context.page.slice(item), item, context)), lineOf(item, context))),
    ])
  const choices = conditions.map(({ item, conditional }) =>
    conditionChoice(item, conditional?.condition ?? '', conditional?.consequence ?? '', context),
  )
  const line = lineOf(conditions[0]?.item ?? list.items[0], context)
  context.notes.add(
    'decision-guessed',
    line,
    `${choices.length} conditions became the answers of a question`,
    'see where each answer leads, and that they exclude each other',
  )
  const open = !conditions.some(({ conditional }) => conditional?.isOtherwise)
  return [
    ...before,
    {
      kind: 'decision',
      title: titleOf(lead),
      line,
      lead: [],
      choices,
      ...(open ? { otherwise: 'none of these' } : {}),
    },
  ]
}

const titleOf = (lead: string): string => {
  const title = shortTitle(lead.split(/(?<=[.!?])\s+/).at(-1) ?? '')
  return title.length > 3 ? title : 'What is the case?'
}

function conditionalOf(item: Item, context: Context): ReturnType<typeof readConditional> {
  const [first, ...below] = item.children
  if (first?.kind !== 'paragraph') return undefined
  const written = context.page.slice(first)
  return readConditional(written) ?? (below.length > 0 ? bareCondition(written) : undefined)
}

/** `If you want to stop it`, and below it what is to be done then. */
const bareCondition = (written: string): ReturnType<typeof readConditional> =>
  /^if\b[^.:;!?]{4,120}$/i.test(written.trim())
    ? { condition: written.trim(), consequence: '', isOtherwise: false }
    : undefined

function conditionChoice(item: Item, condition: string, consequence: string, context: Context): Choice {
  const line = lineOf(item, context)
  const linked = /\]\(|<\w|!\[/.test(condition)
  const goal = item.children.length === 1 && !linked ? context.goalOf(consequence, line) : undefined
  const answer = numberOf(item, context) + asPlain(condition)
  if (goal !== undefined) return { answer, line, leads: { kind: 'goal', goal }, note: consequence }
  const written = context.page.slice(item.children[0] ?? item)
  const inner = readSection(item.children.slice(1), context)
  const said = foundPart(textPart(soften(consequence === '' || linked ? written : consequence), line))
  const commands = inlineCommands(consequence, context).map((code) =>
    foundPart({
      kind: 'text',
      pieces: [{ block: proposed(code, consequence, line, context), indent: '' }],
      line,
    }),
  )
  const found = [said, ...commands, ...inner]
  return {
    answer,
    line,
    leads: {
      kind: 'section',
      title: shortTitle(condition),
      found: found.length === 1 ? asAction(found) : found,
    },
  }
}

/** `Can anybody reach it? → NO = SEV1`: a question, its answer, and what follows. */
export function readArrows(list: List, lead: string, context: Context): Found[] | undefined {
  const read = list.items.map((item) => ({ item, halves: halvesOf(item, context) }))
  if (
    list.items.length < 2 ||
    read.some(({ halves, item }) => halves === undefined || item.children.length > 1 || isWay(halves))
  )
    return undefined
  const line = lineOf(list.items[0], context)
  context.notes.add(
    'decision-guessed',
    line,
    `${read.length} lines with arrows became the answers of a question`,
    'see where each answer leads',
  )
  const choices = read.map(({ item, halves: [answer, result] = ['', ''] }): Choice => {
    const own = { answer: numberOf(item, context) + answer, line: lineOf(item, context) }
    const goal = context.goalOf(result, own.line)
    if (goal !== undefined) return { ...own, leads: { kind: 'goal', goal }, note: result }
    if (!isInstruction(result))
      return { ...own, leads: { kind: 'goal', goal: { kind: 'after' } }, note: result }
    return {
      ...own,
      leads: {
        kind: 'section',
        title: shortTitle(result),
        found: asAction([foundPart(textPart(soften(result), own.line))]),
      },
    }
  })
  return [{ kind: 'decision', title: titleOf(lead), line, lead: [], choices, otherwise: 'none of these' }]
}

/** `Go to **Settings** -> **Users**` leads through a screen, and decides nothing. */
const isWay = ([before, behind]: readonly [string, string]): boolean =>
  (isInstruction(before) && !/\?/.test(before)) ||
  /^(?:\*\*|__|`|["“])[^*_`"”]+(?:\*\*|__|`|["”])(?:\s|$)/.test(behind)

function halvesOf(item: Item, context: Context): [string, string] | undefined {
  const text = context.page.slice(item.children[0] ?? item).replaceAll(/\s*\n\s*/g, ' ')
  const [first = '', ...rest] = text.split(/\s*(?:→|->|=>|➜)\s*/u)
  const answer = /^(YES|NO|Yes|No)\b[\s=:,]*/.exec(rest[0] ?? '')
  if (rest.length === 0 || first.trim() === '' || /\]\(|<\w/.test(first)) return undefined
  const result = [(rest[0] ?? '').slice(answer?.[0].length ?? 0), ...rest.slice(1)]
    .filter(Boolean)
    .join(' → ')
  return [asPlain(answer === null ? first : `${first} ${answer[1] ?? ''}`), result]
}

/** `1. **Disk full:** delete old logs`: under a heading that mends, each bold cause has its own remedy. */
export function readCauses(list: List, lead: string, context: Context): Found[] | undefined {
  if (context.purpose !== 'act' || list.items.length < 2) return undefined
  const read = list.items.map((item) => ({ item, cause: causeOf(item, context) }))
  const causes = read.filter(
    ({ cause }) => cause !== undefined && !isNumbered(cause) && !isInstruction(cause),
  )
  if (causes.length < read.length || /\b(?:order|steps?|sequence|following)\b/i.test(lead)) return undefined
  const line = lineOf(list.items[0], context)
  context.notes.add(
    'decision-guessed',
    line,
    `${read.length} causes became the answers of a question`,
    'see that only one remedy is meant to be tried',
  )
  const choices = causes.map(({ item, cause = '' }): Choice => {
    const answer = { answer: numberOf(item, context) + cause, line: lineOf(item, context) }
    const rest = item.children.length === 1 ? afterCause(item, context) : ''
    const goal = /^go(?: on)? to\b|^see\b|^follow\b|^jump to\b/i.test(rest)
      ? context.goalOf(rest, answer.line)
      : undefined
    if (goal !== undefined) return { ...answer, leads: { kind: 'goal', goal }, note: rest }
    const own = readSection(item.children, context)
    const found = own.length === 1 ? asAction(own) : own
    return { ...answer, leads: { kind: 'section', title: shortTitle(cause), found } }
  })
  return [
    { kind: 'decision', title: 'What is the cause?', line, lead: [], choices, otherwise: 'none of these' },
  ]
}

/** What stands behind the bold cause. */
const afterCause = (item: Item, context: Context): string =>
  context.page.slice(item.children[0] ?? item).replace(/^(?:\*\*|__)[^*_\n]+(?:\*\*|__):?\s*/, '')

function causeOf(item: Item, context: Context): string | undefined {
  const [first] = item.children
  return first?.kind === 'paragraph'
    ? /^(?:\*\*|__)([^*_\n]{3,80}?):?(?:\*\*|__):?\s/.exec(`${context.page.slice(first)} `)?.[1]?.trim()
    : undefined
}
