/** Where a cursor stands with regard to fences, judged by lines alone: while somebody types, a page is seldom whole. */
export type Spot =
  | { readonly kind: 'text' }
  /** On the line that opens a fence; `info` is what stands between the marks and the cursor. */
  | { readonly kind: 'info'; readonly info: string }
  | { readonly kind: 'inside'; readonly words: readonly string[] }

const mark = /^(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*(`{3,}|~{3,})(.*)$/

/** The spot of an offset of a page, from `start` on, which is where its body begins. */
export function spotAt(text: string, start: number, offset: number): Spot {
  const lines = text.slice(start, offset).split(/\r\n|\n|\r/)
  const last = lines.pop() ?? ''
  let open: { readonly marks: string; readonly words: readonly string[] } | undefined
  for (const line of lines) open = after(line, open)
  if (open !== undefined) return { kind: 'inside', words: open.words }
  const info = mark.exec(last)?.[2]
  return info === undefined || info.includes('`') ? { kind: 'text' } : { kind: 'info', info }
}

function after(
  line: string,
  open: { readonly marks: string; readonly words: readonly string[] } | undefined,
): typeof open {
  const [, marks = '', info = ''] = mark.exec(line) ?? []
  if (marks === '') return open
  if (open === undefined)
    return info.includes('`') ? undefined : { marks, words: info.split(/\s+/).filter(Boolean) }
  const closes = info.trim() === '' && marks[0] === open.marks[0] && marks.length >= open.marks.length
  return closes ? undefined : open
}
