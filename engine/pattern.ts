/** A compiled regular expression of a runbook. */
export interface Pattern {
  readonly problem?: string
  test(text: string): boolean
}

/** Placeholder contract: see below. */
export function compilePattern(source: string, flags: string): Pattern {
  try {
    const compiled = new RegExp(source, flags)
    return { test: (text) => compiled.test(text) }
  } catch (error) {
    return { problem: `not a pattern: ${error instanceof Error ? error.message : ''}`, test: () => false }
  }
}
