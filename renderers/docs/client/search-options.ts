/** One thing to be found: a runbook, or a section of one. */
export interface SearchEntry {
  readonly id: number
  /** Address below the root of the site. */
  readonly page: string
  readonly runbook: string
  /** What is shown: the title, and the section's. */
  readonly label: string
  /** What it is called, to be found by. */
  readonly name: string
  readonly severity: string
  readonly service: string
  readonly summary: string
  readonly alerts: string
  readonly symptoms: string
  /** Patterns of log lines. */
  readonly logs: string
  readonly words: string
}

/** How the index is built and asked: both sides must agree. What people see weighs more than what is written around it. */
export const searchOptions = {
  fields: ['name', 'summary', 'alerts', 'symptoms', 'logs', 'words'],
  storeFields: ['page', 'runbook', 'label', 'severity', 'service', 'symptoms'],
  /** Also splits `HighErrorRate` and `high_error_rate`, which people type in either way. */
  tokenize: (text: string): string[] => {
    const words = text.split(/[^\p{L}\p{N}_.:-]+/u).filter((word) => word !== '')
    const parts = words.flatMap((word) =>
      word.split(/[_.:-]|(?<=[a-z])(?=[A-Z])/).filter((part) => part !== ''),
    )
    return [...new Set([...words, ...parts])]
  },
  searchOptions: {
    boost: { symptoms: 5, alerts: 5, logs: 3, name: 4, summary: 2 },
    prefix: true,
    fuzzy: (term: string): number => (term.length > 5 ? 0.2 : 0),
    combineWith: 'AND' as const,
  },
}
