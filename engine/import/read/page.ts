import { readDocument } from '../../parse/document.ts'
import { openEnvelope } from '../../parse/envelope.ts'
import type { Code, Document, Heading, Node } from '../../parse/tree.ts'
import { lineStarts, positionAt } from '../../source.ts'

/** A heading with what stands below it, up to the next heading; without a heading: what stands above the first. */
export interface SourceSection {
  /** 0 above the first heading. */
  readonly level: number
  /** The heading as Markdown, on one line and without its marks. */
  readonly markup: string
  /** What a reader sees of it; its anchor is made of this. */
  readonly title: string
  /** Line of the source, counted from 1. */
  readonly line: number
  readonly nodes: readonly Node[]
}

/** The page that recognisers look at: its text, its sections, and where each offset comes from. */
export interface SourcePage {
  readonly text: string
  readonly sections: readonly SourceSection[]
  /** Markdown of each link definition, to be repeated in every runbook that a page is split into. */
  readonly definitions: readonly string[]
  /** Line of the source that an offset of `text` comes from. */
  lineAt(offset: number): number
  slice(node: { readonly span: { readonly start: number; readonly end: number } }): string
  /** What stands before a node on the line that it begins at. */
  margin(node: { readonly span: { readonly start: number } }): string
}

/** Reads the blocks of a repaired page. @throws when Markdown nests deeper than the parser can go */
export function readSourcePage(text: string, origins: readonly number[]): SourcePage {
  const starts = lineStarts(text)
  const lineAt = (offset: number): number => origins[positionAt(starts, offset).line - 1] ?? 1
  const document = readDocument(text, openEnvelope(text))
  return {
    text,
    sections: cut(document, text, lineAt),
    definitions: [...text.matchAll(/^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]+\S.*$/gm)].map(([line]) => line.trim()),
    lineAt,
    slice: ({ span }) => text.slice(span.start, span.end),
    margin: ({ span }) => text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start),
  }
}

/** A rule across the page is drawn between topics, and ends a path in a runbook: it is left out. */
function cut(document: Document, text: string, lineAt: (offset: number) => number): SourceSection[] {
  const sections: (SourceSection & { nodes: Node[] })[] = [
    { level: 0, markup: '', title: '', line: 1, nodes: [] },
  ]
  for (const node of document.children) {
    if (node.kind === 'heading')
      sections.push({ ...headingOf(node, text), line: lineAt(node.span.start), nodes: [] })
    else if (node.kind !== 'break') sections.at(-1)?.nodes.push(node)
  }
  return sections
}

function headingOf(node: Heading, text: string): { level: number; markup: string; title: string } {
  const written = text.slice(node.span.start, node.span.end)
  const atx = /^#{1,6}(?:[ \t]+|$)([\s\S]*?)(?:[ \t]+#+)?[ \t]*$/.exec(written)?.[1]
  const raw = (atx ?? written.replace(/\n[ \t]*(?:=+|-+)[ \t]*$/, '')).replaceAll(/\s*\n\s*/g, ' ').trim()
  const markup = withPlaceholders(raw)
  const seen = markup === raw ? node.text : seenText(markup)
  return { level: node.level, markup, title: seen.replaceAll(/\s+/g, ' ').trim() }
}

/** `Drop the job of <user>`: what Markdown takes for a tag, and hides, is a word to a reader. */
const withPlaceholders = (markup: string): string =>
  markup.includes('`')
    ? markup
    : markup.replaceAll(
        /(?<!\\)<((?!(?:a|b|i|u|s|br|hr|img|sub|sup|kbd|code|em|strong|span|small|del|ins|mark|font|details|summary|p|div)\b)[a-z][\w-]*)>(?!.*<\/\1>)/gi,
        '\\<$1>',
      )

/** A heading's Markdown as a reader sees it. */
export function seenText(markup: string): string {
  const text = `# ${markup}`
  const [heading] = readDocument(text, openEnvelope(text)).children
  return heading?.kind === 'heading' ? heading.text : markup
}

/** A fence as its author wrote it. */
export interface SourceFence {
  /** The first word of the info string; empty without one. */
  readonly tag: string
  /** The whole info string. */
  readonly info: string
  readonly text: string
  /** Blanks before it. */
  readonly indent: string
  /** Line of its first line of text. */
  readonly line: number
  /** It stood so far to the right that Markdown sees indented code in it, its marks included. */
  readonly wasIndented?: true
}

/** Reads a fence, or code that is only indented; a fence that is all of such code is meant as one. */
export function readSourceFence(code: Code, page: SourcePage): SourceFence {
  const written = page.slice(code)
  const [first = ''] = written.split('\n')
  const info = /^(?:`{3,}|~{3,})(.*)$/.exec(first)?.[1]?.trim()
  const indent = page.margin(code).replaceAll(/\S/g, ' ')
  const line = page.lineAt(code.span.start) + 1
  if (info !== undefined) return { tag: wordOf(info), info, text: code.text, indent, line }
  const [, , inner, text] = /^(`{3,}|~{3,})([^`\n]*)\n((?:(?!\1)[^\n]*\n)*)\1\s*$/.exec(code.text) ?? []
  return inner === undefined || text === undefined
    ? { tag: '', info: '', text: code.text, indent, line: line - 1 }
    : {
        tag: wordOf(inner.trim()),
        info: inner.trim(),
        text: text.replace(/\n$/, ''),
        indent,
        line,
        wasIndented: true,
      }
}

const wordOf = (info: string): string => info.split(/\s+/)[0] ?? ''
