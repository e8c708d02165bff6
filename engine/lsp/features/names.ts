import type { Block, Language, Runbook } from '../../model.ts'
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

const word = String.raw`([A-Za-z_]\w*)`
const anyOf = (...shapes: readonly string[]): RegExp => new RegExp(shapes.join('|'), 'dgm')

const inText = anyOf(String.raw`\$\{?${word}`)

/** A shell's own ways to name a variable, then those of the programs that it hands its environment to. */
const inShell = anyOf(
  String.raw`\$\{?[#!]?${word}`,
  String.raw`\b(?:export|unset|readonly|local|declare|typeset|read)\s+${word}`,
  String.raw`(?:^|[;&|(]|\b(?:then|do|else|env)\s)[ \t]*${word}\+?=`,
  String.raw`--arg(?:json)?\s+${word}`,
  String.raw`\benv\.${word}`,
  String.raw`\bENVIRON\["${word}`,
  String.raw`\benviron(?:\[|\.get\()\s*["']${word}`,
  String.raw`\bprocess\.env\.${word}`,
)

/** How each language names a variable of its environment; any other as text does. */
const shapes: Readonly<Partial<Record<Language, RegExp>>> = {
  bash: inShell,
  sh: inShell,
  python: anyOf(String.raw`\b(?:environ(?:\[|\.get\(|\.setdefault\()|getenv\()\s*["']${word}`),
  node: anyOf(String.raw`\bprocess\.env(?:\.|\[\s*["'])${word}`),
  sql: anyOf(String.raw`(?<![:\w]):["']?${word}`, String.raw`\\(?:set|getenv|prompt)\s+${word}`),
}

/** Every place of the page at which a variable is named, outside its declaration, in the order of the text. */
export function namePlaces(runbook: Runbook): NamePlace[] {
  const blocks = runbook.sections
    .flatMap((section) => section.blocks)
    .sort((a, b) => a.span.start - b.span.start)
  const places: NamePlace[] = []
  let at = bodyStart(runbook)
  for (const block of blocks) {
    const script = { start: block.lineOffsets[0] ?? block.span.end, end: block.span.end }
    const shape = isProgram(block) ? shapes[block.language] : undefined
    places.push(...found(runbook.text, at, Math.max(at, script.start), inText), ...addressOf(block))
    places.push(...found(runbook.text, script.start, script.end, shape ?? inText))
    at = Math.max(at, script.end)
  }
  return [...places, ...found(runbook.text, at, runbook.text.length, inText)]
}

/** `post=STATUS_WEBHOOK` names an input without a sign before it. */
function addressOf({ options, optionSpans }: Block): NamePlace[] {
  const span = optionSpans.get('post')
  if (options.post === undefined || span === undefined) return []
  return [{ name: options.post, span: { start: span.end - options.post.length, end: span.end } }]
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
