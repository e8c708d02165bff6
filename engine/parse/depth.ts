/** Follows how deep quotes and lists may nest, line by line; never less than Markdown makes of them. */
export interface Depth {
  /** The depth that this line may reach. */
  line(text: string): number
  /** How many marks of quotes and lists there were. */
  marks(): number
}

interface Mark {
  readonly column: number
  /** It begins a list item even in the middle of a paragraph, so it ends every deeper item. */
  readonly sure: boolean
  readonly quote: boolean
}

/**
 * Keeps the columns of the list marks that may still be open. A mark closes those at its column and beyond only
 * when nothing could make it plain text: a bullet, or `1.`, with text behind it. Quotes count on each line anew.
 */
export function openDepth(): Depth {
  let open: number[] = []
  let count = 0
  return {
    line(text) {
      const marks = marksOf(text)
      count += marks.length
      for (const mark of marks) {
        if (mark.quote) continue
        if (mark.sure) open = open.filter((column) => column < mark.column)
        if ((open.at(-1) ?? -1) < mark.column) open.push(mark.column)
      }
      return open.length + marks.filter(({ quote }) => quote).length
    },
    marks: () => count,
  }
}

function marksOf(text: string): Mark[] {
  const marks: Mark[] = []
  const mark = /[ \t]*(?:(>)|([-*+]|1[.)])(?=[ \t]+\S)|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/y
  for (let match = mark.exec(text); match !== null && marks.length < 1_000; match = mark.exec(text)) {
    const [whole, quote, sure] = match
    const written = (quote ?? sure ?? whole.trimStart()).length
    const column = columnAt(text, match.index + whole.length - written)
    marks.push({ column, sure: sure !== undefined, quote: quote !== undefined })
  }
  return marks
}

/** A tab reaches to the next column that four divides. */
function columnAt(text: string, end: number): number {
  let column = 0
  for (let at = 0; at < end; at++) column = text[at] === '\t' ? column - (column % 4) + 4 : column + 1
  return column
}
