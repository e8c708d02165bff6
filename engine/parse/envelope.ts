import type { Span } from '../source.ts'

/** Where the parts of a file begin: a byte order mark is skipped, `---` lines fence the frontmatter. */
export interface Envelope {
  /** 1 after a byte order mark, else 0. */
  readonly start: number
  /** The YAML between the two `---` lines; none when the file does not begin with one, or it never ends. */
  readonly yaml?: Span
  /** The opening `---` has no partner. */
  readonly unclosed: boolean
}

/** Splits a file as code hosts do: frontmatter only at the very start, its fences exactly `---`. */
export function openEnvelope(text: string): Envelope {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const opening = lineAt(text, start)
  if (!isFence(opening.line)) return { start, unclosed: false }
  for (let at = opening.next; at < text.length;) {
    const { line, next } = lineAt(text, at)
    if (isFence(line)) return { start, yaml: { start: opening.next, end: at }, unclosed: false }
    at = next
  }
  return { start, unclosed: true }
}

function isFence(line: string): boolean {
  return /^---[ \t]*$/.test(line)
}

function lineAt(text: string, start: number): { line: string; next: number } {
  const end = text.slice(start).search(/\r\n|\n|\r/)
  if (end < 0) return { line: text.slice(start), next: text.length }
  const width = text.startsWith('\r\n', start + end) ? 2 : 1
  return { line: text.slice(start, start + end), next: start + end + width }
}
