import type { Span } from '../../source.ts'
import type { Document } from '../tree.ts'
import { readPlain } from './blocks.ts'
import { cutPieces } from './pieces.ts'

/** One block that is plain, as it is read; or whole lines that are for the Markdown parser, and read the same alone. */
export interface Stretch {
  readonly span: Span
  readonly plain?: Document
}

/** Cuts the Markdown from an offset on; nothing when it is not certain where its blocks begin and end. */
export function stretchesOf(text: string, from: number): Stretch[] | undefined {
  const stretches: Stretch[] = []
  let left: number | undefined
  const catchUp = (end: number) => {
    if (left !== undefined) stretches.push({ span: { start: left, end } })
    left = undefined
  }
  const pieces = cutPieces(text, from)
  for (const piece of pieces ?? []) {
    const plain = readPlain(piece, text)
    if (plain === undefined) left ??= piece.span.start
    else {
      catchUp(piece.span.start)
      stretches.push({ span: piece.span, plain })
    }
  }
  catchUp(text.length)
  return pieces && stretches
}
