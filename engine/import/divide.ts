import { type Landing, slugOf } from './compose/anchors.ts'
import { linesInFences } from './repair/fence-lines.ts'
import type { RepairedPage } from './repair/index.ts'

/** What one part may hold: well below what the Markdown parser reads (`engine/parse/limits.ts`). */
const mostLines = 2_000
const mostLength = 120_000

/**
 * Divides a page that is too large for one runbook at headings of its uppermost level that there are several of. Nothing
 * when what stands below one of them is still too large. Front matter stays with the first part.
 */
export function dividePage(page: RepairedPage): RepairedPage[] | undefined {
  const lines = page.text.split('\n')
  const cuts = cutsOf(lines)
  if (cuts.length < 2) return undefined
  const chapters = cuts.map((start, at): [number, number] => [
    at === 0 ? 0 : start,
    cuts[at + 1] ?? lines.length,
  ])
  const parts = packed(chapters, lines)
  if (parts.length < 2 || parts.some(([start, end]) => !fits(lines.slice(start, end)))) return undefined
  const texts = leadingOut(parts.map(([start, end]) => lines.slice(start, end)))
  return parts.map(([start, end], at) => ({
    text: texts[at] ?? '',
    origins: page.origins.slice(start, end),
    ...(at === 0 && page.front !== undefined ? { front: page.front } : {}),
  }))
}

const elsewhere = 'import-part#'

/** Links to a heading that another part holds are marked, to be led there when its file is known. */
function leadingOut(parts: readonly (readonly string[])[]): string[] {
  const own = parts.map((lines) => {
    const titles = lines.flatMap((line) => /^#{1,6}[ \t]+(.*?)[ \t#]*$/.exec(line)?.[1] ?? [])
    return new Set(titles.map((title) => slugOf(title.replaceAll(/[`*]/g, ''))))
  })
  return parts.map((lines, at) =>
    lines.join('\n').replaceAll(/\]\(#([^)\s]+)\)/g, (link, anchor: string) => {
      const isOther = own[at]?.has(anchor) === false && own.some((anchors) => anchors.has(anchor))
      return isOther ? `](${elsewhere}${anchor})` : link
    }),
  )
}

/** Leads the marked links of a runbook to the files that the other parts became. */
export function leadAcross(text: string, anchors: ReadonlyMap<string, Landing>, first: string): string {
  return text.replaceAll(/\]\(import-part#([^)\s]+)\)/g, (_link, anchor: string) => {
    const landing = anchors.get(anchor.toLowerCase())
    return `](${landing === undefined ? first : `${landing.file}#${landing.anchor}`})`
  })
}

/** Lines with the headings that a page is cut at. */
function cutsOf(lines: readonly string[]): number[] {
  const inside = linesInFences(lines)
  for (let level = 1; level <= 3; level++) {
    const mark = new RegExp(`^#{${level}}[ \\t]+\\S`)
    const found = lines.flatMap((line, at) => (!inside.has(at) && mark.test(line) ? [at] : []))
    if (found.length > 1) return found
  }
  return []
}

/** As many neighbours in one part as fit. */
function packed(chapters: readonly [number, number][], lines: readonly string[]): [number, number][] {
  const parts: [number, number][] = []
  for (const [start, end] of chapters) {
    const last = parts.at(-1)
    if (last !== undefined && fits(lines.slice(last[0], end))) last[1] = end
    else parts.push([start, end])
  }
  return parts
}

const fits = (lines: readonly string[]): boolean =>
  lines.filter((line) => line.trim() !== '').length <= mostLines &&
  lines.reduce((sum, line) => sum + line.length + 1, 0) <= mostLength
