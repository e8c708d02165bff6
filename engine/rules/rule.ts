import type { Configuration } from '../configuration.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import type { Card } from '../model/card.ts'
import type { AlertFile } from '../model/alerts.ts'
import type { Reading } from './reading.ts'

/**
 * One check of what stands in one runbook. Pure, and of the text alone: the same text gives the same findings, in document
 * order, so that they may be remembered by it.
 */
export type Rule = (runbook: Runbook, reading: Reading) => Diagnostic[]

/**
 * One check that needs more than a text: other runbooks, other files, the configuration, the day. Pure, cheap, and
 * never remembered.
 */
export type LibraryRule = (runbooks: readonly Card[], surroundings: Surroundings) => Diagnostic[]

/** What a library is checked against. */
export interface Surroundings {
  /** ISO date. */
  readonly today: string
  /** Whether there is a file that can be read to its end. Paths are relative like those of the runbooks. */
  readonly isFile: (path: string) => boolean
  /** Whether there is anything: a file, a folder. */
  readonly exists: (path: string) => boolean
  /** The anchors of a Markdown file that is none of the runbooks; nothing when it cannot be read. */
  readonly anchors: (path: string) => ReadonlySet<string> | undefined
  readonly configuration: Configuration
  readonly alertFiles: readonly AlertFile[]
}
