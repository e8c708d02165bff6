import MiniSearch from 'minisearch'
import { searchOptions, type SearchEntry } from './client/search-options.ts'
import { pageOf } from './links.ts'
import type { Fragment } from './types.ts'

/** All that can be found. */
export function searchEntries(fragments: readonly Fragment[]): SearchEntry[] {
  return fragments.flatMap(entriesOf).map((entry, id) => ({ ...entry, id }))
}

/** The index as a script, since a page that is opened from a folder may load scripts and nothing else. */
export function searchScript(entries: readonly SearchEntry[]): string {
  const index = new MiniSearch<SearchEntry>(searchOptions)
  index.addAll(entries)
  return `globalThis.runbookIndex = ${JSON.stringify(JSON.stringify(index))}\n`
}

/** One entry for the runbook, and one for each of its sections, so that a hit leads to the very place. */
function entriesOf({ path, title, frontmatter, headings, words }: Fragment): Omit<SearchEntry, 'id'>[] {
  const { id: runbook, summary = '', alerts, symptoms, logs, severity = '', service = '' } = frontmatter
  const page = pageOf(path)
  const facts = { runbook, severity, service }
  const silent = { name: '', summary: '', alerts: '', logs: '', symptoms: '', words: '' }
  const whole = {
    ...facts,
    page,
    label: title,
    name: `${runbook} ${title}`,
    summary,
    alerts: alerts.join(' '),
    logs: logs.map(({ match, note = '' }) => `${match} ${note}`).join('\n'),
    symptoms: symptoms.join('\n'),
    words,
  }
  const sections = headings.filter(({ level, title: heading }) => level > 1 && heading !== title)
  return [
    whole,
    ...sections.map(({ id, title: heading }) => ({
      ...facts,
      ...silent,
      page: `${page}#${id}`,
      label: `${title} › ${heading}`,
      name: heading,
    })),
  ]
}
