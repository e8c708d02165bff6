import MiniSearch from 'minisearch'
import { openLineSearch } from '../logs.ts'
import type { CatalogEntry } from './catalog.ts'
import { readText } from './library.ts'

export interface Hit {
  readonly id: string
  readonly title: string
  readonly path: string
  /** Where it matched, best first: logs (the line is one that the runbook is for), id, alerts, symptoms, title, summary, service, text. */
  readonly matched: readonly string[]
}

/** What an operator types is rather an alert or a symptom than a word of the text, so those weigh most. */
const weights = { id: 8, alerts: 6, symptoms: 5, title: 4, summary: 2, service: 2, text: 1 }
type Field = keyof typeof weights

/** Words that stand in every sentence and say nothing about which runbook is meant. */
const common = new Set(
  'a an and are at be by do for from has have in is it its no not of on or the to was with'.split(' '),
)

/** A library that was read for searching: words in, the runbooks that fit best out. */
export type Search = (words: string) => Hit[]

/** Reads a library for searching. Names in capitals within words count as words; spelling may be off by a letter in five. */
export function searchIn(entries: readonly CatalogEntry[]): Search {
  const index = new MiniSearch({
    idField: 'path',
    fields: Object.keys(weights),
    tokenize: (text) => text.split(/[^\p{L}\p{N}_]+/u).flatMap(parted),
    processTerm: (term) => (term === '' || common.has(term.toLowerCase()) ? null : term.toLowerCase()),
    extractField: (entry: CatalogEntry, field) =>
      field === 'text' ? readText(entry.file) : textOf(entry[field as keyof CatalogEntry]),
    searchOptions: {
      boost: weights,
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 4 ? 0.2 : 0),
    },
  })
  index.addAll(entries)
  const readersOf = openLineSearch(entries)
  const said = new Map(entries.map((entry) => [entry.path, [entry.title, ...entry.symptoms].map(plain)]))
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  return (words) => {
    const phrase = plain(words)
    const hits = index
      .search(words, { boostDocument: (path) => phraseWeight(phrase, said.get(String(path)) ?? []) })
      .flatMap((found): Hit[] => {
        const entry = byPath.get(String(found.id))
        const matched = [...new Set(Object.values(found.match).flat())] as Field[]
        matched.sort((a, b) => weights[b] - weights[a])
        return entry === undefined ? [] : [{ id: entry.id, title: entry.title, path: entry.path, matched }]
      })
    return withReadersFirst(hits, readersOf(words))
  }
}

/** How much more a runbook counts whose title or symptom says the very words, `not` and all: "does not start" is no "start". */
function phraseWeight(phrase: string, said: readonly string[]): number {
  return phrase.includes(' ') && said.some((text) => text.includes(phrase)) ? 3 : 1
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')
}

/** A line that a runbook says it is for points to it more surely than any word in it. */
function withReadersFirst(hits: readonly Hit[], readers: readonly CatalogEntry[]): Hit[] {
  const byPath = new Map(hits.map((hit) => [hit.path, hit]))
  const first = readers.map(({ id, title, path }) => {
    return { id, title, path, matched: ['logs', ...(byPath.get(path)?.matched ?? [])] }
  })
  const named = new Set(first.map(({ path }) => path))
  return [...first, ...hits.filter(({ path }) => !named.has(path))]
}

/** `HighStorageErrorRate` is itself, and high storage error rate. */
function parted(word: string): string[] {
  const parts = word.match(/\p{Lu}?[\p{Ll}\p{N}]+|\p{Lu}+(?!\p{Ll})/gu) ?? []
  return parts.length > 1 && word !== word.toUpperCase() ? [word, ...parts] : [word]
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : ''
}
