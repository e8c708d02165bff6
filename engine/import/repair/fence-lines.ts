/** The line that opens a fence. */
export interface Open {
  readonly line: number
  readonly indent: string
  readonly marker: string
  readonly info: string
}

/** Every fence, with the line that ends it. A line may hold an end that was put behind it. */
export function fencesIn(lines: readonly string[]): { open: Open; end?: number }[] {
  const found: { open: Open; end?: number }[] = []
  lines.forEach((whole, line) => {
    for (const text of whole.split('\n')) {
      const last = found.at(-1)
      const isOpen = last !== undefined && last.end === undefined
      const open = isOpen ? undefined : opening(text, line)
      if (isOpen && closes(text, last.open)) last.end = line
      else if (open !== undefined) found.push({ open })
    }
  })
  return found
}

/** Lines that a fence takes up, from the one that opens it to the one that ends it. */
export function linesInFences(lines: readonly string[]): Set<number> {
  const inside = new Set<number>()
  for (const { open, end = lines.length } of fencesIn(lines))
    for (let line = open.line; line <= end; line++) inside.add(line)
  return inside
}

/** Reads a line as the beginning of a fence. */
export function opening(text: string, line: number): Open | undefined {
  const [, indent = '', marker = '', info = ''] = /^(\s*)(`{3,}|~{3,})([^`]*)$/.exec(text) ?? []
  return marker === '' ? undefined : { line, indent, marker, info: info.trim() }
}

/** Whether a line ends a fence. */
export function closes(text: string, open: Open): boolean {
  const marker = /^\s*(`{3,}|~{3,})\s*$/.exec(text)?.[1]
  return marker !== undefined && marker[0] === open.marker[0] && marker.length >= open.marker.length
}
