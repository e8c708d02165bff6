import { type Source, type Span, lineStarts } from '../source.ts'
import type { Note } from './notes.ts'

/**
 * Where a note points in its source: the text that is meant, on its line or further down in its paragraph, or the whole line without
 * the blanks at its ends.
 */
export function notePlace(note: Note, { text }: Source): Span {
  const starts = lineStarts(text)
  const start = starts[Math.min(note.line, starts.length) - 1] ?? 0
  const line = text.slice(start, starts[note.line] ?? text.length).replace(/[\r\n]+$/, '')
  const paragraph = /^[\s\S]*?(?=\n[ \t]*\r?\n|$(?![\s\S]))/.exec(text.slice(start))?.[0] ?? line
  const meant = note.text === undefined || note.text === '' ? -1 : paragraph.indexOf(note.text)
  if (meant >= 0) return { start: start + meant, end: start + meant + (note.text?.length ?? 0) }
  const lead = line.length - line.trimStart().length
  return { start: start + lead, end: start + Math.max(lead, line.trimEnd().length) }
}
