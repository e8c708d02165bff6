import type { Node } from '../../parse/tree.ts'
import type { SourcePage, SourceSection } from '../read/page.ts'
import { isInstruction } from './conditions.ts'
import { asPlain } from './escape.ts'
import { withoutNumber } from './roles.ts'

/** As many as somebody reads in a list of runbooks. */
const most = 8

/** What is seen when a page is needed: the items below its headings `Symptoms`, or the sentence that stands there. */
export function readSymptoms(sections: readonly SourceSection[], page: SourcePage): string[] {
  const found = sections
    .filter(({ title }) => ofSymptoms.test(withoutNumber(title).replace(/\s*\([^)]*\)/g, '')))
    .flatMap(({ nodes }) => (nodes[0] === undefined ? [] : inNode(nodes[0], page)))
    .filter((text) => !/[:：]\s*$/.test(text))
    .map((text) =>
      asPlain(text.replaceAll(/\s*\n\s*/g, ' '))
        .replace(/^\[[ xX]\]\s+/, '')
        .replace(/[.:;,]$/, '')
        .trim(),
    )
  return [...new Set(found)].filter(isSymptom).slice(0, most)
}

const ofSymptoms =
  /^(?:symptoms?(?: & signs| and signs)?|signs|what you(?: will)? see|symptome|symptômes?|s[ií]ntomas?)$/i

function inNode(node: Node, page: SourcePage): string[] {
  if (node.kind === 'paragraph') return [page.slice(node)]
  if (node.kind !== 'list') return []
  return node.items.flatMap(({ children: [first] }) =>
    first?.kind === 'paragraph' ? [page.slice(first)] : [],
  )
}

/** Short, and no name of an alert, no template, nothing to do. */
const isSymptom = (text: string): boolean =>
  /^.{6,100}$/.test(text) && !/[<{[]|^alert\b|\]\(/i.test(text) && /\s/.test(text) && !isInstruction(text)
