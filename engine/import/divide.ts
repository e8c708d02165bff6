import GithubSlugger from 'github-slugger'
import { decoded } from '../address.ts'
import { asPlain } from './recognise/escape.ts'
import { linesInFences } from './repair/fence-lines.ts'
import type { RepairedPage } from './repair/index.ts'

/** What one part may hold: well below what the Markdown parser reads (`engine/parse/limits.ts`). */
const mostLines = 2_000
const mostLength = 120_000

/** The parts of a page. */
export interface Divided {
  /** Each is a page of its own; links from one to another are written with these paths. */
  readonly parts: readonly { readonly path: string; readonly page: RepairedPage }[]
  /** What stands in a part, and what it is called there, by the anchor that it had on the whole page. */
  readonly anchors: ReadonlyMap<string, InPart>
}

interface InPart {
  readonly part: number
  readonly anchor: string
}

/**
 * Divides a page that is too large for one runbook at headings of its uppermost level that there are several of. Nothing
 * when what stands below one of them is still too large. Front matter stays with the first part.
 *
 * @param stem the file name of the page without its ending
 */
export function dividePage(page: RepairedPage, stem: string): Divided | undefined {
  const lines = page.text.split('\n')
  const cuts = cutsOf(lines)
  if (cuts.length < 2) return undefined
  const chapters = cuts.map((start, at): [number, number] => [
    at === 0 ? 0 : start,
    cuts[at + 1] ?? lines.length,
  ])
  const places = packed(chapters, lines)
  const cut = places.map(([start, end]) => lines.slice(start, end))
  if (cut.length < 2 || !cut.every(fits)) return undefined
  const anchors = anchorsOf(cut)
  const pathOf = (part: number): string => `import-part-${stem}-${part + 1}.md`
  const parts = cut.map((own, part) => ({
    path: pathOf(part),
    page: {
      text: ledAcross(own, (to) => `${to.part === part ? '' : pathOf(to.part)}#${to.anchor}`, anchors),
      origins: page.origins.slice(...(places[part] ?? [])),
      ...(part === 0 && page.front !== undefined ? { front: page.front } : {}),
    },
  }))
  return { parts, anchors }
}

/** Code hosts number a title that stands more than once: on the whole page, and in each part anew. */
function anchorsOf(parts: readonly (readonly string[])[]): Map<string, InPart> {
  const whole = new GithubSlugger()
  return new Map(
    parts.flatMap((lines, part) => {
      const own = new GithubSlugger()
      return titlesOf(lines).map((title) => [whole.slug(title), { part, anchor: own.slug(title) }] as const)
    }),
  )
}

function titlesOf(lines: readonly string[]): string[] {
  const inside = linesInFences(lines)
  return lines.flatMap((line, at) => {
    const title = inside.has(at) ? undefined : /^#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line)?.[1]
    return title === undefined ? [] : [asPlain(title)]
  })
}

/** The text of a part, its links to headings of the page written as the parts need them. */
function ledAcross(
  lines: readonly string[],
  hrefOf: (place: InPart) => string,
  anchors: ReadonlyMap<string, InPart>,
): string {
  const inside = linesInFences(lines)
  return lines
    .map((line, at) =>
      inside.has(at)
        ? line
        : line.replaceAll(/\]\(#([^)\s]+)/g, (link, anchor: string) => {
            const place = anchors.get(decoded(anchor).toLowerCase())
            return place === undefined ? link : `](${hrefOf(place)}`
          }),
    )
    .join('\n')
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
