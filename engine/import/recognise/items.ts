import type { Item, Node } from '../../parse/tree.ts'
import type { Context } from './context.ts'

/** The line of the source that an item begins at. */
export const lineOf = (item: Item | undefined, context: Context): number =>
  context.page.lineAt(item?.span.start ?? 0)

/** The number of an item in an ordered list, to stand before what becomes of it: a reader may know it. */
export function numberOf(item: Item, context: Context): string {
  const number = /^(\d+)[.)]\s/.exec(context.page.slice(item))?.[1]
  return number === undefined ? '' : `${number}. `
}

/** Whether code stands among some nodes, or in a list among them. */
export const holdsCode = (nodes: readonly Node[]): boolean =>
  nodes.some(
    (node) =>
      node.kind === 'code' || (node.kind === 'list' && node.items.some((item) => holdsCode(item.children))),
  )

/** The Markdown of an item as it would stand at the left edge. */
export function dedent(written: string, item: Item, context: Context): string {
  const indent = context.page.margin(item).length
  return indent === 0 ? written : written.replaceAll(new RegExp(`\\n[ \\t]{1,${indent}}`, 'g'), '\n')
}
