import type { Card } from '../../model/card.ts'

/** Where the link of an alert lands: on a runbook, nowhere, or where nobody here can know. */
export type Landing =
  | { readonly kind: 'page'; readonly runbook: Card; readonly anchor?: string }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'elsewhere' }

/**
 * Finds the runbook that a link of an alert means: by the path below one of `urls`, by the end of its path, or by an id as
 * its last part (`…/runbooks/RB-005`). Without `urls`, a link is only taken to be dead when it leads to a Markdown file
 * below a folder that holds runbooks here.
 */
export function landingOf(href: string, runbooks: readonly Card[], urls: readonly string[]): Landing {
  if (href.includes('{{') || href.trim() === '') return { kind: 'elsewhere' }
  const [address = '', anchor] = href.split('#')
  const below = urls.find((url) => address.startsWith(url))
  const path = partsOf(below === undefined ? address : address.slice(below.length))
  const runbook = bestMatch(path, runbooks)
  if (runbook) return { kind: 'page', runbook, ...(anchor !== undefined && anchor !== '' && { anchor }) }
  if (below !== undefined) return { kind: 'nowhere' }
  if (urls.length > 0 && /^[a-z]+:/i.test(address)) return { kind: 'elsewhere' }
  return (address.split('?')[0] ?? '').endsWith('.md') && isBelowLibrary(path, runbooks)
    ? { kind: 'nowhere' }
    : { kind: 'elsewhere' }
}

/** `https://host/a/B.md?x` gives `a`, `b`; file endings and letter case aside. */
function partsOf(address: string): string[] {
  const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\?.*$/, '')
  return path
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map((part, index, parts) => (index === parts.length - 1 ? part.replace(/\.(?:md|html?)$/, '') : part))
}

/** The runbook with the longest common end, its whole file name at least, or the one with this id. */
function bestMatch(path: readonly string[], runbooks: readonly Card[]): Card | undefined {
  const last = path.at(-1)
  if (last === undefined) return undefined
  const matches = runbooks
    .map((runbook) => ({ runbook, length: commonEnd(path, partsOf(runbook.path)) }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length)
  return matches[0]?.runbook ?? runbooks.find(({ frontmatter }) => frontmatter.id.toLowerCase() === last)
}

function commonEnd(one: readonly string[], other: readonly string[]): number {
  let length = 0
  while (length < one.length && length < other.length && one.at(-1 - length) === other.at(-1 - length))
    length++
  return length
}

function isBelowLibrary(path: readonly string[], runbooks: readonly Card[]): boolean {
  const folders = new Set(runbooks.flatMap((runbook) => partsOf(runbook.path).slice(0, -1)))
  return path.slice(0, -1).some((part) => folders.has(part))
}
