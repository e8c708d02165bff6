/** Why the engine will not go on with a run; each is a sentence for the operator, never a stack trace. */
export type RefusalCode =
  | 'damaged-journal'
  | 'lost-disk'
  | 'taken-over'
  | 'held'
  | 'no-state'
  | 'unknown-run'
  | 'ended-run'
  | 'other-engine'
  | 'unreadable-definition'

/** A run that cannot start, go on or be read: said in one sentence, with what can be done about it. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly code: RefusalCode
  readonly help: string | undefined

  constructor(code: RefusalCode, message: string, help?: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.help = help
  }
}

/** The journal is not what was written. `record` is the first record (from 1) that cannot be believed. */
export class DamagedJournal extends Refusal {
  override readonly name = 'DamagedJournal'
  readonly record: number

  constructor(path: string, record: number, why: string) {
    super(
      'damaged-journal',
      `the journal \`${path}\` is damaged at record ${record}: ${why}`,
      'keep the folder as evidence and start a new run; nothing was started or changed',
    )
    this.record = record
  }
}

/** The disk under the state folder no longer takes what must be recorded, so nothing more is started. */
export class LostDisk extends Refusal {
  override readonly name = 'LostDisk'

  constructor(path: string, cause: unknown) {
    super(
      'lost-disk',
      `cannot write \`${path}\`: ${errnoText(cause)}`,
      'make the disk writable or free some space, then `runbook resume`; nothing is started without its record',
      cause,
    )
  }
}

/** Somebody took this run over with `--steal`: this process must not append or start anything any more. */
export class TakenOver extends Refusal {
  override readonly name = 'TakenOver'

  constructor(run: string, by: string) {
    super('taken-over', `run \`${run}\` was taken over by ${by}`, 'go on where the run is now held')
  }
}

const errnoSentences: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EIO: 'the disk reports an input/output error',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'a part of the path is not a folder',
  ENOENT: 'no such file or folder',
  EEXIST: 'something that is no folder stands in its way',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link to itself',
  EINVAL: 'it is not a regular file',
  EFBIG: 'a limit keeps the file from growing',
  EMFILE: 'too many files are open',
}

/** An error of the file system in words, with its code: `no space left on the disk (ENOSPC)`. */
export function errnoText(error: unknown): string {
  const code = errnoOf(error)
  if (code === undefined) return error instanceof Error ? error.message : String(error)
  return `${errnoSentences[code] ?? 'the file system refused'} (${code})`
}

/** `ENOENT` and the like, when the error comes from the system. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
