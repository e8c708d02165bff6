import type { Span } from './source.ts'

/** `error` stops a run before it starts; `warning` counts only under `--strict`. */
export type Severity = 'error' | 'warning'

/** Every finding there is. Each code has a page, `docs/rules/<code>.md`, whose examples are its tests. */
export const codes = [
  // the file
  'unreadable-file',
  'too-large',
  'too-deep',
  'too-complex',
  'hidden-characters',
  // the configuration
  'bad-config',
  // frontmatter
  'missing-frontmatter',
  'bad-yaml',
  'duplicate-key',
  'unknown-key',
  'missing-key',
  'bad-value',
  'missing-owner',
  'missing-severity',
  'missing-escalation',
  'overdue-review',
  'id-convention',
  'title-convention',
  // sections
  'missing-title',
  'empty-runbook',
  'duplicate-anchor',
  'mixed-section',
  'setext-break',
  'misplaced-alert',
  'bad-gate',
  'bad-timing',
  'bad-side-by-side',
  'ragged-table',
  // blocks
  'unknown-role',
  'unknown-option',
  'unknown-language',
  'bad-option',
  'unknown-label',
  'label-against-role',
  'misplaced-block',
  'misplaced-expectation',
  'bad-expectation',
  'unclosed-fence',
  'misindented-fence',
  'unroled-shell-fence',
  'unresolved-placeholder',
  'undeclared-input',
  'shell-syntax',
  'ungated-destruction',
  'changing-read',
  'endless-command',
  'interactive-command',
  'cd-then-delete',
  'broken-pipe',
  'shell-hazard',
  'shellcheck',
  'secret-in-text',
  'hard-coded-credential',
  'hard-coded-host',
  'hard-coded-date',
  'action-without-verification',
  'unfailing-verification',
  'action-without-rollback',
  'missing-program',
  'secret-in-message',
  'bad-post',
  // flow
  'bad-branch',
  'unknown-target',
  'unreachable-section',
  'dead-end-decision',
  'unbounded-loop',
  'unmeasurable-condition',
  'exceeded-budget',
  // silences
  'bad-silence',
  'idle-silence',
  // library
  'duplicate-id',
  'duplicate-alert',
  'duplicate-symptom',
  'far-resolution',
  'call-cycle',
  'conflicting-input',
  'broken-link',
  'unknown-alert',
  'dead-alert-link',
] as const

export type Code = (typeof codes)[number]

/** A second place that explains the first: the other party of a conflict. */
export interface Related {
  readonly path: string
  readonly span: Span
  readonly label: string
}

/** One replacement in one file. */
export interface TextEdit {
  readonly span: Span
  readonly text: string
}

/** One finding. Sentences follow `docs/architecture.md`: lower case, one sentence, no full stop. */
export interface Diagnostic {
  readonly code: Code
  readonly severity: Severity
  /** What is wrong, names in backticks. */
  readonly message: string
  readonly path: string
  /** The smallest text at fault. */
  readonly span: Span
  /** A few words that stand under the marked text. */
  readonly label?: string
  readonly related?: readonly Related[]
  /** An edit that the author can make now. */
  readonly help?: string
  /**
   * The same edit for a program, when there is only one way to make it: `validate --fix` makes it and shows the
   * difference, editors offer it. Edits of one finding do not overlap and belong to {@link path}.
   */
  readonly fix?: readonly TextEdit[]
}
