import type { Item, List, Node } from '../../parse/tree.ts'
import type { Piece, TextPart } from '../draft.ts'
import { readSourceFence } from '../read/page.ts'
import { asFence, commandLines } from './command-lines.ts'
import { actsConditionally } from './conditional-item.ts'
import type { Context } from './context.ts'
import { asPlain } from './escape.ts'
import { readFence } from './fences.ts'
import { areConditions } from './list-decisions.ts'
import { inlineCommands, noteKept, proposed } from './inline.ts'
import { holdsCode } from './items.ts'
import { optionLabel } from './labelled-options.ts'
import { noteCondition } from './lone-condition.ts'
import { soften } from './soften.ts'

/** Cuts the text of a list at its fences, and reads each of them where it stands. */
export class InPlace {
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
    if (!this.#quiet && list.items.some((item) => this.#divides(item))) return 'decision'
    for (const item of list.items) {
      let lead = ''
      for (const [at, node] of item.children.entries()) {
        const next = item.children[at + 1]
        const below = next?.kind === 'code' ? { below: next.text } : {}
        if (node.kind === 'list' && this.#nested(node) !== undefined) return 'decision'
        if (node.kind === 'code' && this.#fence(node, lead) !== undefined) return 'decision'
        if (node.kind === 'paragraph') {
          lead = asPlain(this.#context.page.slice(node))
          if (!this.#quiet && !explains(list, this.#context) && !this.#commandLines(node))
            this.#inline(node, { ...this.#context, ...below })
        }
      }
    }
    return undefined
  }

  /** Options below labels, and what is done in one case only. */
  #divides(item: Item): boolean {
    const labels = item.children.filter((node) => optionLabel(node, this.#context) !== undefined)
    return labels.length > 1 || actsConditionally(item, this.#context)
  }

  /** Cases below an item of which only one is done: in a list, all of them would be. */
  #nested(list: List): 'decision' | undefined {
    const divides = !this.#quiet && holdsCode([list]) && areConditions(list, this.#context)
    return divides ? 'decision' : this.#items(list)
  }

  /** Commands on lines of their own below the words of an item. */
  #commandLines(node: Node): boolean {
    const { page } = this.#context
    const written = page.slice(node)
    const commands = commandLines(written, this.#context)
    if (commands === undefined || commands.text === '') return false
    const { text, before } = commands
    const indent = page.margin(node).replaceAll(/\S/g, ' ')
    const line = page.lineAt(node.span.start) + before
    const fence = asFence(commands, line, indent, this.#context)
    const found = readFence(fence, asPlain(text), this.#context)
    const parts = found.flatMap((one) => (one.kind === 'part' && one.part.kind === 'text' ? [one.part] : []))
    if (parts.length < found.length) return false
    this.#text(node.span.start + text.length)
    for (const part of parts) this.#part(part, indent)
    this.#at = node.span.end
    return true
  }

  #fence(node: Extract<Node, { kind: 'code' }>, lead: string): 'decision' | undefined {
    const { page } = this.#context
    const fence = readSourceFence(node, page)
    const found = readFence(fence, lead, this.#context)
    if (found.some((one) => one.kind === 'decision' || one.part.kind !== 'text')) return 'decision'
    const margin = page.margin(node)
    const isFirst = margin.trim() !== ''
    this.#text(node.span.start - (isFirst ? 0 : margin.length), isFirst ? 'Run:' : '')
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

  #inline(node: Node, context: Context): void {
    const { page } = context
    const written = page.slice(node)
    const line = page.lineAt(node.span.start)
    const commands = inlineCommands(written, context)
    noteKept(written, line, commands, context)
    noteCondition(written, line, context)
    if (commands.length === 0) return
    this.#text(node.span.end)
    const indent = page.margin(node).replaceAll(/\S/g, ' ')
    for (const code of commands) this.pieces.push({ block: proposed(code, written, line, context), indent })
  }

  #text(end: number, more = ''): void {
    const text = this.#context.page.text.slice(this.#at, end).replace(/^\n+|\s+$/g, '')
    if (text.trim() !== '') this.pieces.push({ text: soften(more === '' ? text : `${text} ${more}`) })
    this.#at = end
  }
}

/** `-mtime +1`: older than a day. A list with such an item tells what a command is made of, and runs nothing. */
const explains = (list: List, { page }: Context): boolean =>
  list.items.some(({ children: [first] }) => first !== undefined && /^`-{1,2}\w/.test(page.slice(first)))
