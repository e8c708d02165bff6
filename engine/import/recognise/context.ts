import type { Goal } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourcePage, SourceSection } from '../read/page.ts'
import type { Shell } from '../shell.ts'
import type { Purpose } from './roles.ts'

/** What every recogniser may look at. */
export interface Context {
  readonly page: SourcePage
  readonly shell: Shell
  readonly notes: Notes
  /** The section that is read, and what it is for; sub-sections take over the purpose of the one around them. */
  readonly section: SourceSection
  readonly purpose: Purpose
  /** What the fence right below the words holds: a command in the words that begins there is not run twice. */
  readonly below?: string
  /** Something changed the world before this place, in this section or in the ones before it: what looks now, proves. */
  readonly acted: { before: boolean }
  /** Where a text points to: `see [Restore](#restore)`, `(RB-004)`, `go to step 3`, `follow [Restore](restore.md)`. */
  goalOf(text: string, line: number): Goal | undefined
}
