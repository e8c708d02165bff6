import type { SourcePage, SourceSection } from '../read/page.ts'
import { isInstruction } from '../recognise/conditions.ts'
import { asPlain } from '../recognise/escape.ts'

/**
 * Whether the procedure itself stands below the title, before the first heading: a numbered list that tells what to do. A list
 * of links, or of the headings that follow, is a table of contents.
 */
export function holdsSteps(
  { nodes }: SourceSection,
  others: readonly SourceSection[],
  page: SourcePage,
): boolean {
  const headings = new Set(others.map(({ title }) => wordsOf(title)))
  return nodes.some((node) => {
    if (node.kind !== 'list' || !/^\d/.test(page.slice(node))) return false
    const items = node.items.map((item) => page.slice(item.children[0] ?? item))
    const told = items.filter((text) => !/^\[[^\]]*\]\(/.test(text) && isInstruction(asPlain(text)))
    const repeated = items.filter((text) => headings.has(wordsOf(asPlain(text))))
    return items.length > 2 && told.length * 2 > items.length && repeated.length === 0
  })
}

const wordsOf = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []).join(' ')
