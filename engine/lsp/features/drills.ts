import { posix } from 'node:path'
import type { TextEdit } from '../../diagnostic.ts'
import type { Runbook } from '../../model.ts'
import { reachFrom } from '../../model/reach.ts'
import { readYaml, type Place as YamlPlace } from '../../parse/yaml.ts'
import type { Source, Span } from '../../source.ts'
import type { Aim } from './links.ts'
import { runbookAt, type Page, type Place } from './page.ts'

/** A section that a drill names, with the very characters of its anchor. */
interface NamedSection {
  readonly aim: Aim
  readonly span: Span
}

const values = /^(?:expect\.path\.\d+|expect\.fails|decisive)$/
const keys = /^operator\.(?:choose|confirm|refuse)\.(?!.*\.\d+$)/

/**
 * Sections that a drill names: with a file, or by the anchor alone, which is one of its own runbook if that has it and else of
 * one that its run may come to.
 */
function sectionsIn({ path, text }: Source, page: Page): NamedSection[] {
  const { value, places } = readYaml(text, 0)
  const target = targetOf(path, value)
  return [...places].flatMap(([key, place]) => {
    const span = spanOf(key, place)
    return span === undefined ? [] : named(text, span, target, page)
  })
}

function spanOf(key: string, place: YamlPlace): Span | undefined {
  if (values.test(key)) return place.value
  return keys.test(key) ? place.key : undefined
}

function named(text: string, span: Span, target: string, page: Page): NamedSection[] {
  const written = text.slice(span.start, span.end)
  const [, file, anchor = ''] = /^["']?(?:([^"'#]*)#)?([^"'#]+)["']?$/.exec(written) ?? []
  const start = span.start + written.lastIndexOf(anchor)
  return (file ? runbooksCalled(file, page) : runbooksOfRun(target, anchor, page))
    .filter((runbook) => hasSection(runbook, anchor))
    .map(({ path }) => ({ aim: { path, anchor }, span: { start, end: start + anchor.length } }))
}

function runbooksCalled(file: string, { library }: Page): Runbook[] {
  return library.filter(({ path }) => path === file || path.endsWith(`/${file}`))
}

/** The runbook of a drill alone when it has the section, else all that its run may come to. */
function runbooksOfRun(target: string, anchor: string, page: Page): Runbook[] {
  const own = runbookAt(target, page)
  if (own === undefined) return []
  if (hasSection(own, anchor)) return [own]
  return reachFrom(own, new Map(page.library.map((runbook) => [runbook.path, runbook])))
}

function hasSection({ sections }: Runbook, anchor: string): boolean {
  return sections.some(({ id }) => id === anchor)
}

/** Places of a drill that name an input of its runbook: values that it gives, and that its operator edits. */
export function drillInputs({ path, text }: Source, runbook: string, name: string): Span[] {
  const { value, places } = readYaml(text, 0)
  if (targetOf(path, value) !== runbook) return []
  const isOurs = new RegExp(`^(?:inputs|operator\\.recover\\.\\d+\\.edit)\\.${name}$`)
  return [...places].flatMap(([key, place]) =>
    isOurs.test(key) && text.slice(place.key.start, place.key.end) === name ? [place.key] : [],
  )
}

/** The path of the runbook that a drill is of. */
function targetOf(path: string, value: unknown): string {
  const own = (value as { readonly runbook?: unknown } | null | undefined)?.runbook
  return typeof own === 'string' ? posix.join(posix.dirname(path), own) : ''
}

/** Places in drills that name a section. */
export function drillPlaces(aim: Aim, page: Page): Place[] {
  return (page.drills ?? []).flatMap((drill) =>
    sectionsIn(drill, page)
      .filter((name) => name.aim.path === aim.path && name.aim.anchor === aim.anchor)
      .map(({ span }) => ({ path: drill.path, span })),
  )
}

/** What changes in a drill when anchors of a runbook do; a decision in a decision has that of the outer one before its own. */
export function drillEdits(
  drill: Source,
  path: string,
  anchors: ReadonlyMap<string, string>,
  page: Page,
): TextEdit[] {
  return sectionsIn(drill, page).flatMap(({ aim, span }) => {
    const [outer = ''] = aim.anchor?.split('/') ?? []
    const anchor = anchors.get(outer)
    if (aim.path !== path || anchor === undefined || anchor === outer) return []
    return [{ span: { start: span.start, end: span.start + outer.length }, text: anchor }]
  })
}
