import { parseRunbook } from '../parse/index.ts'
import { type Reading, type ShellReading, openReading } from '../rules/reading.ts'
import type { ShellCommand } from '../rules/shell/commands.ts'
import { outputsOf } from '../rules/shell/commands.ts'
import type { Started } from '../rules/shell/unwrap.ts'
import type { Span } from '../source.ts'

/** The shell's parser, as recognisers need it. */
export interface Shell {
  read(script: string): ShellReading
  /** Every command of a script, and every other that these start. */
  started(script: string): readonly Started[]
  /** Where loops and groups as a whole write to. */
  outputs(script: string): ShellCommand['outputs']
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
    started: (script) => reading.started(script),
    outputs: (script) => outputsOf(reading.shell(script).tree, reading.walk),
    statements: (script) => {
      const found: Span[] = []
      reading.walk(reading.shell(script).tree, (child) => found.push({ start: child.pos, end: child.end }))
      return found.sort((a, b) => a.start - b.start)
    },
  }
}
