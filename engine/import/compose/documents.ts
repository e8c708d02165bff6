import type { SourcePage, SourceSection } from '../read/page.ts'
import { alertName } from '../recognise/alerts.ts'
import { idIn } from '../recognise/metadata.ts'

/** The sections of one runbook. The first is its title. */
export interface SourceDocument {
  readonly sections: readonly SourceSection[]
  /** How many levels its headings rise. */
  readonly lift: number
  /** The part of the page that it was taken out of; none for the page itself. */
  readonly taken?: SourceSection
}

/**
 * Finds the runbooks of a page: sections of one level that each have an id (`RB-005: …`), the name of an alert, or the word
 * runbook before their title. What is left over is a document of its own, the first one.
 */
export function documentsOf({ sections }: SourcePage): SourceDocument[] {
  const level = splitLevel(sections)
  if (level === undefined) return [{ sections, lift: 0 }]
  const rest: SourceSection[] = []
  const taken: SourceSection[][] = []
  let open: SourceSection[] | undefined
  for (const section of sections) {
    if (section.level > 0 && section.level <= level) open = undefined
    if (section.level === level && isRunbookTitle(section.title)) taken.push((open = [section]))
    else (open ?? rest).push(section)
  }
  return [
    { sections: rest, lift: 0 },
    ...taken.map((own) => ({
      sections: own,
      lift: level - 1,
      ...(own[0] === undefined ? {} : { taken: own[0] }),
    })),
  ]
}

function splitLevel(sections: readonly SourceSection[]): number | undefined {
  return [1, 2, 3].find((level) => {
    const own = sections.filter((section) => section.level === level)
    const runbooks = own.filter((section) => isRunbookTitle(section.title))
    return (
      runbooks.length >= 2 &&
      (runbooks.some(({ title }) => idIn(title) !== undefined) || runbooks.length * 2 >= own.length)
    )
  })
}

const isRunbookTitle = (title: string): boolean =>
  idIn(title) !== undefined ||
  alertName.test(title.replaceAll('`', '').trim()) ||
  /^(?:runbook|playbook|sop)\s*(?:\d+|#\d+)?\s*[:–—-]\s*\S/i.test(title)
