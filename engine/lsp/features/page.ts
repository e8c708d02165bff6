import type { Runbook } from '../../model.ts'
import type { Source, Span } from '../../source.ts'

/** One runbook as it stands in the editor, and the library that its links lead into. */
export interface Page {
  readonly runbook: Runbook
  /** Every runbook of the library as far as it has been read, this one in its newest text. */
  readonly library: readonly Runbook[]
  /** The drills of the library, where they count. */
  readonly drills?: readonly Source[]
}

/** A part of one runbook's text. */
export interface Place {
  readonly path: string
  readonly span: Span
}

/** The runbook of a path, if the library has it. */
export function runbookAt(path: string, { runbook, library }: Page): Runbook | undefined {
  return path === runbook.path ? runbook : library.find((other) => other.path === path)
}

/** Whether an offset lies in a span or right behind it, as a cursor does. */
export function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end
}

/** Text of the line that an offset stands on, up to it. */
export function lineBefore(text: string, offset: number): string {
  const before = text.slice(0, offset)
  return before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1)
}

/** Text of the line that an offset stands on, from it. */
export function lineBehind(text: string, offset: number): string {
  return /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? ''
}
