import { readFileSync } from 'node:fs'
import MiniSearch from 'minisearch'
import type { CatalogEntry } from '../../library/catalog.ts'
import { didYouMean } from '../../suggest.ts'
import { exit, UserError } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { table } from '../table.ts'
import { openWorkbench } from '../workbench.ts'

/**
 * Prints the runbooks that fit the words best, with where they matched.
 * @throws UserError when there are no words, or none fits.
 */
export async function find(words: string, settings: Settings): Promise<void> {
  if (words === '')
    throw new UserError('nothing was given to look for', {
      help: 'write what you see: `runbook find slow episodes`, or `runbook find --alert NAME`',
    })
  const hits = search(await openWorkbench(settings).catalog(), words)
  print(hits, settings)
  if (hits.length > 0) return
  throw new UserError(`no runbook speaks of \`${words}\``, {
    help: 'try fewer words, or `runbook list` for all of them',
    status: exit.failed,
  })
}

/** Prints the runbooks that name an alert, in any case. @throws UserError with the nearest names when none does. */
export async function findAlert(name: string, settings: Settings): Promise<void> {
  const entries = await openWorkbench(settings).catalog()
  const wanted = name.toLowerCase()
  const hits = entries
    .filter(({ alerts }) => alerts.some((alert) => alert.toLowerCase() === wanted))
    .map(({ id, title, path }): Hit => ({ id, title, path, matched: ['alerts'] }))
  print(hits, settings)
  if (hits.length > 0) return
  const known = [...new Set(entries.flatMap(({ alerts }) => alerts))].sort()
  throw new UserError(`no runbook names the alert \`${name}\``, {
    help: didYouMean(name, known) ?? `\`runbook find ${name}\` looks through all texts`,
    status: exit.failed,
  })
}

function print(hits: readonly Hit[], settings: Settings): void {
  if (settings.json) {
    process.stdout.write(`${JSON.stringify(hits, null, 2)}\n`)
  } else if (hits.length > 0) {
    const rows = hits.map((hit) => [hit.id, hit.title, hit.matched.join(', ')])
    process.stdout.write(table(['ID', 'TITLE', 'MATCHED'], rows))
  }
}

export interface Hit {
  readonly id: string
  readonly title: string
  readonly path: string
  /** Where it matched, best first: id, alerts, symptoms, title, summary, service, text. */
  readonly matched: readonly string[]
}

/** What an operator types is rather an alert or a symptom than a word of the text, so those weigh most. */
const weights = { id: 8, alerts: 6, symptoms: 5, title: 4, summary: 2, service: 2, text: 1 }

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'object' ? value.join(', ') : (value ?? '')
}

/** Ranks a library for some words; spelling may be off by a letter in five. */
export function search(entries: readonly CatalogEntry[], words: string): Hit[] {
  const index = new MiniSearch({
    idField: 'path',
    fields: Object.keys(weights),
    extractField: (entry: CatalogEntry, field) =>
      field === 'text'
        ? readFileSync(entry.file, 'utf8')
        : textOf(entry[field as keyof typeof weights & keyof CatalogEntry]),
    searchOptions: { boost: weights, prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : 0) },
  })
  index.addAll(entries)
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  return index.search(words).flatMap((found) => {
    const entry = byPath.get(String(found.id))
    const matched = [...new Set(Object.values(found.match).flat())].sort(
      (a, b) => weights[b as keyof typeof weights] - weights[a as keyof typeof weights],
    )
    return entry === undefined ? [] : [{ id: entry.id, title: entry.title, path: entry.path, matched }]
  })
}
