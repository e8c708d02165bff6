import { parseRunbook } from '../parse/index.ts'
import { type Reading, type ShellReading, openReading } from '../rules/reading.ts'
import type { Span } from '../source.ts'

/** The shell's parser, as recognisers need it. */
export interface Shell {
  read(script: string): ShellReading
  /** Where each statement of the outermost level stands, in order. */
  statements(script: string): Span[]
}

let opened: Promise<Shell> | undefined

/** Loads the parser at the first use. */
export function openShell(): Promise<Shell> {
  opened ??= openReading(parseRunbook({ path: '', text: '' }).runbook).then(shellOf)
  return opened
}

function shellOf(reading: Reading): Shell {
  return {
    read: (script) => reading.shell(script),
    statements: (script) => {
      const found: Span[] = []
      reading.walk(reading.shell(script).tree, (child) => found.push({ start: child.pos, end: child.end }))
      return found.sort((a, b) => a.start - b.start)
    },
  }
}
