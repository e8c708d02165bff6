/** Everything that an import says about a page. Each code is explained in `docs/importing.md`. */
export type NoteCode =
  // repaired
  | 'decoding-repaired'
  | 'hidden-removed'
  | 'fence-repaired'
  | 'front-matter-kept'
  | 'admonition-rewritten'
  | 'dead-link'
  | 'page-outside'
  | 'heading-renamed'
  | 'heading-guessed'
  | 'break-parted'
  // guessed
  | 'placeholder-input'
  | 'variable-input'
  | 'variable-exported'
  | 'prompt-stripped'
  | 'output-split'
  | 'untagged-command'
  | 'inline-command'
  | 'config-edit'
  | 'script-file'
  | 'endless-bounded'
  | 'expectation-guessed'
  | 'decision-guessed'
  | 'choice-guessed'
  | 'condition-kept'
  | 'tree-decision'
  | 'table-decision'
  | 'order-guessed'
  | 'rollback-apart'
  | 'manual-guessed'
  | 'runbooks-split'
  | 'page-divided'
  | 'alert-added'
  // left as it was
  | 'sample-kept'
  | 'not-a-command'
  | 'interactive'
  | 'other-language'
  | 'nothing-to-do'
  | 'kept-as-text'
  | 'frontmatter-read'
  | 'runbook-already'

/** One thing that the author must look at. */
export interface Note {
  readonly code: NoteCode
  /** One sentence, names in backticks. */
  readonly message: string
  /** Line of the source file, counted from 1. */
  readonly line: number
  /** Text on that line that is meant; the whole line without it. */
  readonly text?: string
  /** What to look at. */
  readonly help: string
}

/** Collects the notes of one page. */
export interface Notes {
  readonly list: readonly Note[]
  add(code: NoteCode, line: number, message: string, help: string, text?: string): void
  /** Adds the notes of an attempt that came out right. */
  take(others: Notes): void
}

/** A fresh collection. */
export function openNotes(): Notes {
  const list: Note[] = []
  return {
    list,
    add: (code, line, message, help, text) =>
      void list.push({ code, line, message, help, ...(text === undefined ? {} : { text }) }),
    take: (others) => void list.push(...others.list),
  }
}
