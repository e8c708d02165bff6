/** A table: cells as Markdown. A short row has fewer cells than the header. */
export interface SourceTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Reads the Markdown of a table; nothing for anything else. */
export function readTable(markdown: string): SourceTable | undefined {
  const [header, delimiter, ...rows] = markdown.split('\n').map((line) => line.trim())
  if (header === undefined || !/^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/.test(delimiter ?? ''))
    return undefined
  return { header: cells(header), rows: rows.filter((row) => !/^[\s|:-]*$/.test(row)).map(cells) }
}

/** Cells between bars that are neither escaped nor inside code. */
function cells(line: string): string[] {
  const inner = line.replace(/^\|/, '').replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim())
}
