import type { Goal } from '../draft.ts'
import type { SourcePage, SourceSection } from '../read/page.ts'
import { idIn } from '../recognise/metadata.ts'
import GithubSlugger from 'github-slugger'

/** Finds the section that a text points to, for texts that stand in `from`; never the section itself. */
export type Mentions = (text: string, from: SourceSection) => Extract<Goal, { kind: 'source' }> | undefined

const kinds = 'issue|task|case|scenario|problem|appendix|procedure|section|step|phase|playbook|runbook|option'

/** Reads links, ids, `Issue 3`, `step 4`, and titles behind `see` or `go to`, against the headings of a page. */
export function openMentions({ sections }: SourcePage): Mentions {
  const slugger = new GithubSlugger()
  const anchors = new Map(
    sections.filter(({ level }) => level > 0).map((section) => [slugger.slug(section.title), section]),
  )
  const ids = new Map(
    sections.flatMap((section) =>
      idIn(section.title) === undefined ? [] : [[idIn(section.title) ?? '', section] as const],
    ),
  )
  const numbered = new Map<string, SourceSection[]>()
  for (const section of sections)
    for (const name of numbersOf(section.title)) numbered.set(name, [...(numbered.get(name) ?? []), section])
  const titles = new Map(sections.map((section) => [plain(section.title), section]))
  return (text, from) => {
    const link = /\]\(#([^)\s]+)\)/.exec(text)?.[1]
    const named = new RegExp(`\\b(${kinds})\\s+#?(\\d+|[A-D])\\b`, 'i').exec(text)
    const quoted =
      /\b(?:see|go to|follow|proceed to|jump to|refer to|continue with|siehe|voir|ver)\s+(?:the\s+)?["“*`]*([^"”*`.,;()]{3,60}?)["”*`]*(?:\s+(?:section|procedure|runbook|below|above))?\s*[.)]?$/i.exec(
        text.trim(),
      )
    const found =
      (link === undefined ? undefined : anchors.get(link)) ??
      ids.get(/\b[A-Z]{2,8}-\d{1,5}\b/.exec(text)?.[0] ?? '') ??
      (named === null
        ? undefined
        : nearestOf(numbered.get(`${named[1]} ${named[2]}`.toLowerCase()), from, sections)) ??
      titles.get(plain(quoted?.[1] ?? '')) ??
      titles.get(plain(text))
    if (found !== undefined && found.level > 0 && found !== from) return { kind: 'source', source: found }
    return undefined
  }
}

const plain = (title: string): string =>
  title
    .toLowerCase()
    .replace(/^\W*\d+(?:\.\d+)*[.)]?\s+/, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

function numbersOf(title: string): string[] {
  const named = new RegExp(`^\\W*(${kinds})\\s+#?(\\d+|[A-D])\\b`, 'i').exec(title)
  const number = /^\W*(\d+)[.):\s]/.exec(title)?.[1]
  return [
    ...(named === null ? [] : [`${named[1]} ${named[2]}`.toLowerCase()]),
    ...(number === undefined ? [] : [`section ${number}`, `step ${number}`]),
  ]
}

/** Steps are numbered anew in each procedure: only the one beside the place that speaks of it is meant. */
function nearestOf(
  found: readonly SourceSection[] | undefined,
  from: SourceSection,
  all: readonly SourceSection[],
): SourceSection | undefined {
  if (found === undefined || found.length < 2) return found?.[0]
  const at = all.indexOf(from)
  const start = all.slice(0, at + 1).findLastIndex(({ level }) => level < from.level)
  const rest = all.slice(start + 1).findIndex(({ level }) => level < from.level)
  const beside = all.slice(start + 1, rest < 0 ? undefined : start + 1 + rest)
  const own = found.filter((section) => beside.includes(section))
  return own.length === 1 ? own[0] : undefined
}
