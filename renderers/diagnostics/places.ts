import { type Position, type Source, type Span, lineStarts, positionAt } from '../../engine/source.ts'

/** Where a span begins and ends, for people; nothing when the file's text is not at hand. */
export type PlaceOf = (
  path: string,
  span: Span,
) => { readonly from: Position; readonly to: Position } | undefined

/** Looks up places in some texts; the lines of each are found once. */
export function placesIn(sources: readonly Source[]): PlaceOf {
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  const starts = new Map<string, number[]>()
  return (path, span) => {
    const text = texts.get(path)
    if (text === undefined) return undefined
    const known = starts.get(path) ?? lineStarts(text)
    starts.set(path, known)
    return { from: positionAt(known, span.start), to: positionAt(known, span.end) }
  }
}
