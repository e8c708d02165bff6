import type { Goal } from '../draft.ts'
import type { Notes } from '../notes.ts'
import { asPlain } from '../recognise/escape.ts'

/** Finds the page that a text leads to, when leading there is all that it says. @param line where the text stands */
export type Neighbours = (text: string, line: number) => Extract<Goal, { kind: 'file' }> | undefined

/** Whether a relative link leads to another page of the same import. */
export type IsPage = (href: string) => boolean

/** Reads `follow the steps in [Restart the queue](queue.md)`. A page that stays outside is said, and leads nowhere. */
export function openNeighbours(isPage: IsPage, notes: Notes): Neighbours {
  return (text, line) => {
    const way = wayOut(text)
    if (way === undefined) return undefined
    if (isPage(way.href)) return { kind: 'file', ...way }
    notes.add(
      'page-outside',
      line,
      `\`${way.href}\` is not imported with this page: no answer leads there`,
      'import both in one call, and the answer leads to what becomes of that page',
      way.href,
    )
    return undefined
  }
}

/** The only link of a text, when it is to a Markdown file and the words around it say no more than to go there. */
function wayOut(text: string): { href: string; title: string } | undefined {
  const [, before = '', label = '', href = '', behind = ''] =
    /^([^[\]]*)\[([^[\]]+)\]\(([^()\s]+)\)([^[\]]*)$/.exec(text.trim()) ?? []
  const isFile = /^(?![a-z][a-z0-9+.-]*:|[/#])[^?#]+\.md(?:#.*)?$/i.test(href)
  const isShort = before.length + behind.length < 200
  return isFile && isShort && leads.test(before) && ends.test(behind)
    ? { href, title: asPlain(label) }
    : undefined
}

const leads =
  /^\W*(?:(?:please|then|instead)\s+)*(?:(?:see|go|follow|use|run|refer|continue|proceed|jump|switch|start|open|execute|perform|apply|try|work through|carry on|siehe|voir|ver)\s+)?(?:(?:the|our|all|steps?|instructions|procedures?|runbook|playbook|guide|page|section|checklist|described|documented|outlined|listed|in|at|from|on|of|to|with|through)\s+)*\W*$/i

const ends =
  /^\W*(?:(?:runbook|playbook|guide|page|procedure|section|checklist|steps|instructions|instead)\W*)*$/i
