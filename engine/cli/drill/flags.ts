import { InvalidArgumentError } from 'commander'

/** What `drill` is told on the command line, as commander gives it. */
export interface DrillFlags {
  readonly format: 'pretty' | 'github' | 'junit' | 'json'
  readonly dryRun?: boolean
  readonly coverage?: boolean
  /** Percent. */
  readonly minSections?: number
  readonly minBranches?: number
  readonly mutate?: boolean
  readonly keep?: boolean
  /** Drills at a time; two for each processor when it is not said, for they wait more than they work. */
  readonly jobs?: number
  readonly proofs?: string
}

/** Reads a number such as `90`. @throws {InvalidArgumentError} when it is none */
export function wholeNumber(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It takes a whole number.')
}
