import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { lineStarts, positionAt, type Source } from '../../engine/source.ts'
import { findingsIn } from './page.ts'

const fixtures = join(import.meta.dirname, '../fixtures')
export const brokenFolder = join(fixtures, 'broken')
export const goodFolder = join(fixtures, 'good')
export const expectedFile = join(brokenFolder, 'expected.txt')

/** The runbooks of a folder, by their names alone. */
export function sourcesIn(folder: string): Source[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'))
  return files.sort().map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

/** Every finding of a folder, one a line, by file and place: `a.md 3:1-3:5 error bad-value`. */
export async function foundInFolder(folder: string): Promise<string[]> {
  const sources = sourcesIn(folder)
  const starts = new Map(sources.map((source) => [source.path, lineStarts(source.text)]))
  const findings = await findingsIn(sources)
  const order = (path: string): number => sources.findIndex((source) => source.path === path)
  return [...findings]
    .sort(
      (a, b) => order(a.path) - order(b.path) || a.span.start - b.span.start || a.code.localeCompare(b.code),
    )
    .map(({ path, span, severity, code }) => {
      const [from, to] = [span.start, span.end].map((offset) => positionAt(starts.get(path) ?? [0], offset))
      return `${path} ${from?.line}:${from?.column}-${to?.line}:${to?.column} ${severity} ${code}`
    })
}
