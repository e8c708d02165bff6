import { counted } from '../counted.ts'
import type { TextEdit } from '../diagnostic.ts'
import type { Span } from '../source.ts'
import type { Findings } from './findings.ts'
import type { Document, Paragraph } from './tree.ts'

/**
 * Tables whose rows do not fit their headings: a cell too many is dropped by code hosts, and a line of dashes with
 * another number of columns makes no table at all.
 */
export function checkTables(document: Document, source: string, findings: Findings): void {
  for (const { rows } of document.tables) {
    const [headings, ...others] = rows
    const columns = headings?.cells.length ?? 0
    for (const { cells, span } of others) {
      if (cells.length === columns) continue
      const extra = cells[columns]
      findings.add(
        'ragged-table',
        extra === undefined ? span : { start: extra.start, end: cells.at(-1)?.end ?? extra.end },
        `this row has ${counted(cells.length, 'cell')}, and the table has ${counted(columns, 'column')}`,
        extra === undefined
          ? {
              ...warning,
              label: 'a cell is missing',
              help: 'add the missing cell, empty if need be: `| |`',
              fix: [padding(span, columns - cells.length, source)],
            }
          : {
              ...warning,
              label: 'code hosts do not show this',
              help: 'write a `|` that belongs to a text as `\\|`',
            },
      )
    }
  }
  for (const node of document.children) if (node.kind === 'paragraph') checkParagraph(node, source, findings)
}

const warning = { severity: 'warning' } as const

/** The cells that a row lacks, written behind it. */
function padding(row: Span, missing: number, source: string): TextEdit {
  const closed = source.slice(row.start, row.end).trimEnd().endsWith('|')
  return { span: { start: row.end, end: row.end }, text: `${closed ? '' : ' |'}${'  |'.repeat(missing)}` }
}

/** A paragraph that was meant as a table: its second line is made of dashes, but not of as many as there are headings. */
function checkParagraph({ span }: Paragraph, source: string, findings: Findings): void {
  const [first = '', second = ''] = source.slice(span.start, span.end).split(/\r\n|\n|\r/)
  if (!first.includes('|') || !/^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$/.test(second)) return
  const start = source.indexOf(second, span.start + first.length)
  const place: Span = { start: start + second.search(/\S/), end: start + second.trimEnd().length }
  const [dashes, headings] = [columnsOf(second), columnsOf(first)]
  findings.add(
    'ragged-table',
    place,
    `this line has ${counted(dashes, 'column')}, and the headings above have ${headings}`,
    {
      ...warning,
      label: 'so this is no table',
      help: 'give the line of dashes as many columns as there are headings',
    },
  )
}

/** Cells of a line, a `|` behind a backslash left alone. */
function columnsOf(line: string): number {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).length
}
