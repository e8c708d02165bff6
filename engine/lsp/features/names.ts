import type { Block, Runbook } from '../../model.ts'
import { handedOnBy } from '../../rules/names/handed-on.ts'
import { isProgram } from '../../rules/blocks.ts'
import type { Span } from '../../source.ts'

/** A name that is read or set, at the very characters of the name. */
export interface NamePlace {
  readonly name: string
  readonly span: Span
}

/** A value that a block hands on to those after it. */
export interface HandedOn {
  readonly name: string
  readonly section: string
  readonly block: Block
}

const inText = /\$\{?([A-Za-z_]\w*)/dg

/** How each language names a variable of its environment; what a shell hands to a program inside it counts too. */
const shell =
  /\$\{?[#!]?([A-Za-z_]\w*)|\b(?:export|unset|readonly|local|declare|typeset|read)\s+([A-Za-z_]\w*)|--arg(?:json)?\s+([A-Za-z_]\w*)|(?:^|[;&|(]|\b(?:then|do|else|env)\s)[ \t]*([A-Za-z_]\w*)\+?=|\benviron(?:\[|\.get\()\s*["']([A-Za-z_]\w*)|\bENVIRON\["([A-Za-z_]\w*)|\bprocess\.env\.([A-Za-z_]\w*)|\benv\.([A-Za-z_]\w*)/dgm
const shapes: Readonly<Record<string, RegExp>> = {
  bash: shell,
  sh: shell,
  python: /\b(?:environ(?:\[|\.get\(|\.setdefault\()|getenv\()\s*["']([A-Za-z_]\w*)/dg,
  node: /\bprocess\.env(?:\.|\[\s*["'])([A-Za-z_]\w*)/dg,
  sql: /(?<![:\w]):["']?([A-Za-z_]\w*)|\\(?:set|getenv|prompt)\s+([A-Za-z_]\w*)/dg,
}

/** Every place of the page at which a variable is named, outside its declaration, in the order of the text. */
export function namePlaces(runbook: Runbook): NamePlace[] {
  const blocks = runbook.sections
    .flatMap((section) => section.blocks)
    .filter(isProgram)
    .sort((a, b) => a.span.start - b.span.start)
  const places: NamePlace[] = []
  let at = bodyStart(runbook)
  for (const block of blocks) {
    const script = { start: block.lineOffsets[0] ?? block.span.end, end: block.span.end }
    places.push(...found(runbook.text, at, Math.max(at, script.start), inText))
    places.push(...found(runbook.text, script.start, script.end, shapes[block.language] ?? inText))
    at = Math.max(at, script.end)
  }
  return [...places, ...found(runbook.text, at, runbook.text.length, inText)]
}

function found(text: string, start: number, end: number, shape: RegExp): NamePlace[] {
  return [...text.slice(start, end).matchAll(shape)].flatMap((match) => {
    const group = match.findIndex((one, index) => index > 0 && one !== undefined)
    const [from, to] = match.indices?.[group] ?? [0, 0]
    return [{ name: match[group] ?? '', span: { start: start + from, end: start + to } }]
  })
}

/** The end of the frontmatter's last value: what stands there declares, and does not use. */
function bodyStart({ frontmatterPlaces }: Runbook): number {
  return Math.max(0, ...[...frontmatterPlaces.values()].map(({ value }) => value.end))
}

/** Names that blocks hand on, each at its first block. */
export function handedOn(runbook: Runbook): HandedOn[] {
  const all = runbook.sections.flatMap((section) =>
    section.blocks.filter(isProgram).flatMap((block) =>
      [...handedOnBy(block.script).names, ...exportsOf(block)].map((name) => ({
        name,
        section: section.title,
        block,
      })),
    ),
  )
  return [...new Map(all.toReversed().map((one) => [one.name, one])).values()].reverse()
}

function exportsOf({ script, language }: Block): string[] {
  if (language !== 'bash' && language !== 'sh') return []
  return [...script.matchAll(/^[ \t]*export\s+([A-Za-z_]\w*)/gm)].flatMap((match) => match[1] ?? [])
}
