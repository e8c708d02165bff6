import { readPattern } from './pattern/read.ts'
import { matchProgram } from './pattern/match.ts'
import { writeProgram } from './pattern/program.ts'
import { looksFor, requiredText } from './pattern/required.ts'

/** A regular expression of a runbook, ready to be tried. */
export interface Pattern {
  /** Why it cannot be tried; `test` is then always false. */
  readonly problem?: string
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean
}

/**
 * Compiles the regular expressions that runbooks may hold: those of JavaScript without back-references and
 * look-around, flags `i`, `m`, `s` and `u`. They are not given to a backtracking engine: the time that
 * `test` takes is at most proportional to the length of the text times the size of the pattern, whatever
 * both hold (Thompson's construction, simulated as a set of states).
 */
export function compilePattern(source: string, flags = ''): Pattern {
  const problem = problemOf(source, flags)
  if (problem !== undefined) return { problem, test: () => false }
  const read = readPattern(source, flags)
  if (typeof read === 'string') return { problem: read, test: () => false }
  const program = writeProgram(read)
  if (program === undefined) return { problem: 'its counted repetitions are too large', test: () => false }
  const mayMatch = looksFor(requiredText(read), flags)
  return { test: (text) => mayMatch(text) && matchProgram(program, text, flags.includes('u')) }
}

/** What stands between the slashes of `/re/flags`, and the flags; nothing when the text is not written so. */
export function readSlashed(text: string): { readonly source: string; readonly flags: string } | undefined {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? []
  return source === undefined ? undefined : { source, flags }
}

function problemOf(source: string, flags: string): string | undefined {
  if (/[^imsu]/.test(flags)) return 'flags are `i`, `m`, `s` and `u`'
  try {
    void new RegExp(source, flags)
    return undefined
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /s, '') : 'not a pattern'
    return reason.toLowerCase()
  }
}
