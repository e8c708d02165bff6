import MiniSearch from 'minisearch'
import { searchOptions, type SearchEntry } from './search-options.ts'

type Hit = Pick<SearchEntry, 'page' | 'runbook' | 'label' | 'severity' | 'service' | 'symptoms'>

const most = 12
/** Hits of one runbook: itself and two of its sections. */
const mostEach = 3

/** Searches while one types. The index is a script that is loaded at the first need. */
export function offerSearch(): void {
  const field = document.querySelector<HTMLInputElement>('[data-search]')
  const place = document.querySelector<HTMLElement>('[data-hits]')
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || isTyping(event.target)) return
    event.preventDefault()
    if (field === null) location.href = `${root()}index.html#Search`
    else field.focus()
  })
  if (field === null || place === null) return
  const search = async (): Promise<void> => {
    const index = await openIndex()
    const words = field.value.trim()
    show(place, words, words === '' ? [] : find(index, words))
  }
  field.addEventListener('input', () => void search())
  field.addEventListener('focus', () => void openIndex(), { once: true })
  field.addEventListener('keydown', (event) => move(event, place))
  place.addEventListener('keydown', (event) => move(event, place))
  if (field.value !== '') void search()
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(input|select|textarea)$/i.test(target.tagName)
}

function root(): string {
  return document.documentElement.dataset.root ?? ''
}

let opened: Promise<MiniSearch<SearchEntry>> | undefined

function openIndex(): Promise<MiniSearch<SearchEntry>> {
  opened ??= new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = `${root()}search-index.js`
    script.addEventListener('load', () => {
      const { runbookIndex } = globalThis as { runbookIndex?: unknown }
      resolve(MiniSearch.loadJSON<SearchEntry>(String(runbookIndex), searchOptions))
    })
    script.addEventListener('error', () => reject(new Error('the index could not be loaded')))
    document.head.append(script)
  })
  return opened
}

/** All words first; when nothing has them all, what has the most of them. */
function find(index: MiniSearch<SearchEntry>, words: string): Hit[] {
  const all = index.search(words)
  const found = all.length > 0 ? all : index.search(words, { combineWith: 'OR' })
  return perRunbook(found as unknown as Hit[]).slice(0, most)
}

/** A long runbook must not push the others off the list. */
function perRunbook(hits: readonly Hit[]): Hit[] {
  const counts = new Map<string, number>()
  return hits.filter(({ runbook }) => {
    const count = (counts.get(runbook) ?? 0) + 1
    counts.set(runbook, count)
    return count <= mostEach
  })
}

function show(place: HTMLElement, words: string, hits: readonly Hit[]): void {
  place.replaceChildren()
  if (words === '') return
  if (hits.length === 0) {
    place.textContent = 'Nothing has these words. Try a symptom, or an alert.'
    return
  }
  const list = document.createElement('ol')
  list.append(...hits.map(item))
  place.append(list)
}

function item(hit: Hit): HTMLLIElement {
  const link = document.createElement('a')
  link.href = `${root()}${hit.page}`
  const id = document.createElement('b')
  id.textContent = hit.runbook
  link.append(id, ` ${hit.label}`)
  const more = document.createElement('span')
  more.className = 'how'
  more.textContent = [hit.severity, hit.service, hit.symptoms.split('\n').join(', ')]
    .filter((word) => word !== '')
    .join(' · ')
  const entry = document.createElement('li')
  entry.append(link, ' ', more)
  return entry
}

/** Arrows walk through the field and the hits; Enter in the field opens the first. */
function move(event: KeyboardEvent, place: HTMLElement): void {
  const links = [...place.querySelectorAll('a')]
  const at = links.indexOf(document.activeElement as HTMLAnchorElement)
  if (event.key === 'Enter' && at < 0) links[0]?.click()
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  event.preventDefault()
  const next = event.key === 'ArrowDown' ? at + 1 : at - 1
  const field = document.querySelector<HTMLInputElement>('[data-search]')
  if (next < 0) field?.focus()
  else links[Math.min(next, links.length - 1)]?.focus()
}
