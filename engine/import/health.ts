import type { Imported } from './index.ts'

/** The state of one page, as `runbook import --check` tells it. */
export interface Health {
  readonly steps: number
  /** Sections that act, and nothing proves that it worked. */
  readonly unverified: number
  /** Blocks that destroy or interrupt, and nothing on the page asks first. */
  readonly ungated: number
  /** Links inside the page that lead nowhere, and files beside it that are linked and not there. */
  readonly deadLinks: number
  /** Nobody has read it for longer than it says, or than a year. */
  readonly overdue: boolean
  /** Places that the import was unsure of. */
  readonly unsure: number
}

const year = 365 * 24 * 60 * 60 * 1000
/** Said, and sure: nothing that an author has to decide. */
const certain: ReadonlySet<string> = new Set([
  'runbook-already',
  'decoding-repaired',
  'hidden-removed',
  'admonition-rewritten',
  'prompt-stripped',
])

/**
 * Judges a page by what it was made into.
 *
 * @param today in milliseconds
 * @param exists whether a relative link of the page leads to a file
 */
export function healthOf(page: Imported, today: number, exists: (href: string) => boolean): Health {
  const { counts, notes, runbooks } = page
  const own = new Set(runbooks.map(({ file }) => file))
  const links = runbooks.flatMap(({ runbook }) => runbook.links.map(({ href }) => href.split('#')[0] ?? ''))
  const isFile = (href: string): boolean =>
    href !== '' && !/^(?:[a-z][a-z0-9+.-]*:|\/|<)/i.test(href) && !/[{$<%]/.test(href) && !own.has(href)
  const missing = new Set(links.filter((href) => isFile(href) && !exists(href)))
  return {
    steps: counts.steps + counts.manual,
    unverified: counts.unverified,
    ungated: notes.filter(({ code }) => code === 'alert-added').length,
    deadLinks: notes.filter(({ code }) => code === 'dead-link').length + missing.size,
    overdue: runbooks.some(({ runbook: { frontmatter } }) =>
      isOverdue(frontmatter.reviewed, frontmatter.review_every, today),
    ),
    unsure: notes.filter(({ code }) => !certain.has(code)).length,
  }
}

function isOverdue(reviewed: string | undefined, every: number | undefined, today: number): boolean {
  return reviewed !== undefined && Date.parse(reviewed) + (every ?? year) < today
}
