import type { Item, List, Node } from '../../parse/tree.ts'
import { type Piece, type TextPart, textPart } from '../draft.ts'
import { readSourceFence } from '../read/page.ts'
import { isInstruction, readConditional } from './conditions.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import { readFence } from './fences.ts'
import { type Choice, type Found, foundPart } from './found.ts'
import { inlineCommands, proposed } from './inline.ts'
import { readParts } from './parts.ts'
import { asAction, readSection } from './section.ts'
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
      readCauses(list, lead, context))
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
    else found.push(foundPart({ kind: 'tasks', text: soften(written), line }))
  }
  return found
}

/** An item without its mark, the things in it at the left edge. */
function asStep(item: Item, context: Context): Found[] {
  return readSection(item.children, context)
}

function dedent(written: string, item: Item, context: Context): string {
  const start = context.page.text.lastIndexOf('\n', item.span.start - 1) + 1
  const indent = item.span.start - start
  return indent === 0 ? written : written.replaceAll(new RegExp(`\\n[ \\t]{1,${indent}}`, 'g'), '\n')
}

const holdsCode = (nodes: readonly Node[]): boolean =>
  nodes.some(
    (node) =>
      node.kind === 'code' || (node.kind === 'list' && node.items.some((item) => holdsCode(item.children))),
  )

/** Items that begin with `If`: exactly one of them holds, or none. */
function readConditions(list: List, lead: string, context: Context): Found[] | undefined {
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

const lineOf = (item: Item | undefined, context: Context): number =>
  context.page.lineAt(item?.span.start ?? 0)

function conditionalOf(item: Item, context: Context): ReturnType<typeof readConditional> {
  const [first] = item.children
  return first?.kind === 'paragraph' ? readConditional(context.page.slice(first)) : undefined
}

function conditionChoice(item: Item, condition: string, consequence: string, context: Context): Choice {
  const line = lineOf(item, context)
  const linked = /\]\(|<\w|!\[/.test(condition)
  const goal = item.children.length === 1 && !linked ? context.goalOf(consequence) : undefined
  const answer = asPlain(condition)
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
      title: shortTitle(answer),
      found: found.length === 1 ? asAction(found) : found,
    },
  }
}

/** `Can anybody reach it? → NO = SEV1`: a question, its answer, and what follows. */
function readArrows(list: List, lead: string, context: Context): Found[] | undefined {
  const read = list.items.map((item) => ({ item, halves: halvesOf(item, context) }))
  if (
    list.items.length < 2 ||
    read.some(({ halves, item }) => halves === undefined || item.children.length > 1)
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
    const goal = context.goalOf(result)
    const own = { answer, line: lineOf(item, context) }
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
function readCauses(list: List, lead: string, context: Context): Found[] | undefined {
  if (context.purpose !== 'act' || list.items.length < 2) return undefined
  const read = list.items.map((item) => ({ item, cause: causeOf(item, context) }))
  const causes = read.filter(({ cause }) => cause !== undefined && !isInstruction(cause))
  if (causes.length < read.length || /\b(?:order|steps?|sequence|following)\b/i.test(lead)) return undefined
  const line = lineOf(list.items[0], context)
  context.notes.add(
    'decision-guessed',
    line,
    `${read.length} causes became the answers of a question`,
    'see that only one remedy is meant to be tried',
  )
  const choices = causes.map(({ item, cause = '' }): Choice => {
    const own = readSection(item.children, context)
    const found = own.length === 1 ? asAction(own) : own
    return {
      answer: cause,
      line: lineOf(item, context),
      leads: { kind: 'section', title: shortTitle(cause), found },
    }
  })
  return [
    { kind: 'decision', title: 'What is the cause?', line, lead: [], choices, otherwise: 'none of these' },
  ]
}

function causeOf(item: Item, context: Context): string | undefined {
  const [first] = item.children
  return first?.kind === 'paragraph'
    ? /^(?:\*\*|__)([^*_\n]{3,80}?):?(?:\*\*|__):?\s/.exec(`${context.page.slice(first)} `)?.[1]?.trim()
    : undefined
}

/** A list that stays a list, its fences in their places. */
function readItems(list: List, quiet: boolean, context: Context): Found[] {
  const line = lineOf(list.items[0], context)
  const reader = new InPlace(list, quiet, context)
  const decisions = reader.read()
  if (decisions === undefined) return [foundPart({ kind: 'text', pieces: reader.pieces, line })]
  return list.items.flatMap((item) => [
    ...marked(item, context),
    ...readSection(item.children.slice(1), context),
  ])
}

/** The first paragraph of an item with its mark, in a list of its own. */
function marked(item: Item, context: Context): Found[] {
  const [first] = item.children
  const end = first?.kind === 'paragraph' ? first.span.end : item.span.start + 2
  const text = context.page.text.slice(item.span.start, end)
  const rest = first?.kind === 'paragraph' ? [] : readSection(item.children.slice(0, 1), context)
  return [foundPart(textPart(soften(text.trim() === '' ? '-' : text), lineOf(item, context))), ...rest]
}

/** Cuts the text of a list at its fences, and reads each of them where it stands. */
class InPlace {
  readonly pieces: Piece[] = []
  readonly #list: List
  readonly #context: Context
  readonly #quiet: boolean
  #at: number

  constructor(list: List, quiet: boolean, context: Context) {
    this.#list = list
    this.#context = context
    this.#quiet = quiet
    this.#at = list.span.start
  }

  /** Whether something in it is more than text and blocks: then the list cannot stay one. */
  read(): 'decision' | undefined {
    const found = this.#items(this.#list)
    this.#text(this.#list.span.end)
    return found
  }

  #items(list: List): 'decision' | undefined {
    for (const item of list.items) {
      let lead = ''
      for (const node of item.children) {
        if (node.kind === 'list' && this.#items(node) !== undefined) return 'decision'
        if (node.kind === 'code' && this.#fence(node, lead) !== undefined) return 'decision'
        if (node.kind === 'paragraph') {
          lead = asPlain(this.#context.page.slice(node))
          if (!this.#quiet) this.#inline(node)
        }
      }
    }
    return undefined
  }

  #fence(node: Extract<Node, { kind: 'code' }>, lead: string): 'decision' | undefined {
    const { page } = this.#context
    const fence = readSourceFence(node, page)
    const found = readFence(fence, lead, this.#context)
    if (found.some((one) => one.kind === 'decision' || one.part.kind !== 'text')) return 'decision'
    const lineStart = page.text.lastIndexOf('\n', node.span.start - 1) + 1
    const isFirst = page.text.slice(lineStart, node.span.start).trim() !== ''
    this.#text(isFirst ? node.span.start : lineStart, isFirst ? 'Run:' : '')
    for (const one of found)
      if (one.kind === 'part' && one.part.kind === 'text') this.#part(one.part, fence.indent)
    this.#at = node.span.end
    return undefined
  }

  #part(part: TextPart, indent: string): void {
    for (const piece of part.pieces)
      this.pieces.push(
        'block' in piece ? { ...piece, indent } : { text: piece.text.replaceAll(/^/gm, indent) },
      )
  }

  #inline(node: Node): void {
    const { page } = this.#context
    const written = page.slice(node)
    const commands = inlineCommands(written, this.#context)
    if (commands.length === 0) return
    this.#text(node.span.end)
    const lineStart = page.text.lastIndexOf('\n', node.span.start - 1) + 1
    const indent = page.text.slice(lineStart, node.span.start).replaceAll(/\S/g, ' ')
    for (const code of commands)
      this.pieces.push({
        block: proposed(code, written, page.lineAt(node.span.start), this.#context),
        indent,
      })
  }

  #text(end: number, more = ''): void {
    const text = this.#context.page.text.slice(this.#at, end).replace(/^\n+|\s+$/g, '')
    if (text.trim() !== '') this.pieces.push({ text: soften(more === '' ? text : `${text} ${more}`) })
    this.#at = end
  }
}
