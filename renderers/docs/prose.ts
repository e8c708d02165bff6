import { toHtml } from 'hast-util-to-html'
import type * as mdast from 'mdast'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item'
import { gfmTable } from 'micromark-extension-gfm-table'
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified, type Processor } from 'unified'

export type Node = mdast.RootContent

/** What a page makes of pieces of its Markdown. */
export interface Replacements {
  /** Where a link goes; `undefined` leaves the words and takes the link away. */
  href(url: string): string | undefined
  /** The name of what takes the place of a node (letters, then digits), filled in by {@link fillSlots}. */
  slot?(node: Node): string | undefined
  /** Whether a list item is an answer that leads somewhere. */
  isBranch?(item: mdast.ListItem): boolean
}

/** The parts of GFM that runbooks are read with. */
function tablesAndTasks(this: Processor): void {
  const settings = this.data()
  settings.micromarkExtensions = [...(settings.micromarkExtensions ?? []), gfmTable(), gfmTaskListItem()]
  settings.fromMarkdownExtensions = [
    ...(settings.fromMarkdownExtensions ?? []),
    gfmTableFromMarkdown(),
    gfmTaskListItemFromMarkdown(),
  ]
}

const reader = unified().use(remarkParse).use(tablesAndTasks).freeze()

/** Reads Markdown; offsets count from the start of `text`. */
export function readMarkdown(text: string): readonly Node[] {
  return reader.parse(text).children
}

/** Only what prose needs. Ids are ours to give, so that no text can take the place of a control. */
const writer = unified()
  .use(remarkRehype)
  .use(rehypeSanitize, {
    ...defaultSchema,
    attributes: {
      a: ['href', 'title'],
      div: [['dataSlot', /^[a-z]+[0-9]+$/]],
      li: [['className', 'branch']],
      ol: ['start'],
      td: ['align'],
      th: ['align'],
    },
    protocols: { href: ['http', 'https', 'mailto'] },
    clobber: [],
  })
  .freeze()

/**
 * Markdown as safe HTML: raw HTML is shown as text, images become their words, links keep to http, https and mail.
 * `definitions` are the link definitions of the whole document.
 */
export function proseHtml(
  nodes: readonly Node[],
  definitions: ReadonlyMap<string, string>,
  replacements: Replacements,
): string {
  const children = nodes.flatMap((node) => replaced(node, definitions, replacements))
  return toHtml(writer.runSync({ type: 'root', children }))
}

/** Where reference links lead: the address of each definition, by its identifier; the first one counts. */
export function definitionsIn(nodes: readonly Node[]): Map<string, string> {
  const found = new Map<string, string>()
  const look = (node: Node): void => {
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node.url)
    if ('children' in node) node.children.forEach(look)
  }
  nodes.forEach(look)
  return found
}

type Definitions = ReadonlyMap<string, string>

function replaced(node: Node, definitions: Definitions, by: Replacements): Node[] {
  const slot = by.slot?.(node)
  if (slot !== undefined) return [slotNode(slot)]
  switch (node.type) {
    case 'html':
      return [{ type: 'text', value: node.value }]
    case 'image':
    case 'imageReference':
      return [{ type: 'text', value: node.alt || ('url' in node ? node.url : node.identifier) }]
    case 'link':
      return linked(node, node.url, definitions, by)
    case 'linkReference':
      return linked(node, definitions.get(node.identifier) ?? '', definitions, by)
    case 'definition':
      return []
    default:
      return [withChildren(node, definitions, by)]
  }
}

function linked(
  node: mdast.Link | mdast.LinkReference,
  url: string,
  definitions: Definitions,
  by: Replacements,
): Node[] {
  const children = node.children.flatMap((child) =>
    replaced(child, definitions, by),
  ) as mdast.PhrasingContent[]
  const href = by.href(url)
  return href === undefined ? children : [{ type: 'link', url: href, children }]
}

function withChildren(node: Node, definitions: Definitions, by: Replacements): Node {
  if (!('children' in node)) return node
  const children = (node.children as Node[]).flatMap((child) => replaced(child, definitions, by))
  const branch = node.type === 'listItem' && by.isBranch?.(node) === true
  const marks = branch ? { data: { hProperties: { className: ['branch'] } } } : {}
  const whole = { ...node, children, ...marks } as Node
  return whole.type === 'listItem' && typeof whole.checked === 'boolean' ? ticked(whole) : whole
}

/** A task as words: a box that nobody can tick is only noise to those who hear the page. */
function ticked(item: mdast.ListItem): mdast.ListItem {
  const box = item.checked === true ? '☑ ' : '☐ '
  const [first, ...rest] = item.children
  if (first?.type !== 'paragraph') return { ...item, checked: null }
  const paragraph: mdast.Paragraph = { ...first, children: [{ type: 'text', value: box }, ...first.children] }
  return { ...item, checked: null, children: [paragraph, ...rest] }
}

function slotNode(name: string): Node {
  return { type: 'paragraph', children: [], data: { hName: 'div', hProperties: { dataSlot: name } } }
}

/** Puts the pieces in place of their slots. */
export function fillSlots(prose: string, piece: (name: string) => string): string {
  return prose.replaceAll(/<div data-slot="([a-z]+[0-9]+)"><\/div>/g, (_all, name: string) => piece(name))
}
