import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import GithubSlugger from 'github-slugger'
import { parseRunbook } from '../../engine/parse/index.ts'

const root = join(import.meta.dirname, '..', '..')
const pages = globSync('docs/coverage/*.md', { cwd: root }).sort()
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

const linksOf = (page: string) =>
  [...textOf(page).matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)].map(([, href = '', anchor]) => ({
    file: normalize(join(dirname(page), href)),
    anchor,
  }))

/** Rows of the tables whose first column names a part of the document, header and ruler left out. */
const rowsOf = (page: string) =>
  textOf(page)
    .split(/^## What was changed/m)[0]
    ?.split('\n')
    .filter((line) => line.startsWith('|') && !/^\| *(-+|in the document|\|) /.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ) ?? []

describe.each(pages)('%s', (page) => {
  it('points to what is there', () => {
    const missing = linksOf(page).filter(({ file, anchor }) => !isThere(file, anchor))
    expect(missing).toEqual([])
  })

  it('has no row that points to nothing and does not say why', () => {
    const empty = rowsOf(page).filter((cells) => {
      const last = cells.at(-1) ?? ''
      return !last.includes('](') && !/^(not here|cannot be proven)/.test(last)
    })
    expect(empty).toEqual([])
  })

  it('stands in the index', () => {
    expect(textOf('docs/coverage.md')).toContain(`](coverage/${basename(page)})`)
  })
})

it.each(['engram', 'incidents', 'memory-service', 'memory-system'])(
  'every runbook of %s stands on a page',
  (service) => {
    const named = new Set(pages.flatMap(linksOf).map(({ file }) => file))
    const runbooks = globSync(`runbooks/${service}/*.md`, { cwd: root })
    expect(runbooks.filter((file) => !named.has(file) && basename(file) !== 'README.md')).toEqual([])
  },
)

it('the criteria of document 002 stand there one by one', () => {
  const numbers = rowsOf('docs/coverage/002-engram-troubleshooting.md').flatMap(([first = '']) =>
    /^\d+$/.test(first) ? Number(first) : [],
  )
  expect(numbers).toEqual(Array.from({ length: 67 }, (_, index) => index + 1))
})

const anchors = new Map<string, ReadonlySet<string>>()

function isThere(file: string, anchor: string | undefined): boolean {
  if (!existsSync(join(root, file))) return false
  if (anchor === undefined) return true
  const known = anchors.get(file) ?? anchorsOf(file)
  anchors.set(file, known)
  return known.has(anchor)
}

function anchorsOf(file: string): ReadonlySet<string> {
  const text = textOf(file)
  if (file.startsWith('runbooks/')) return new Set(parseRunbook({ path: file, text }).runbook.anchors.keys())
  const slugger = new GithubSlugger()
  return new Set([...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => slugger.slug(title)))
}
