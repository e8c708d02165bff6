import type { Span } from './source.ts'

/** The typed runbook: types only. Every part keeps the place in the source that it was read from. */
export interface Runbook {
  readonly path: string
  /** The whole text, as in the source. */
  readonly text: string
  readonly frontmatter: Frontmatter
  /** Where each frontmatter key and its value stand, by dotted path (`inputs.API.type`). */
  readonly frontmatterPlaces: ReadonlyMap<string, { readonly key: Span; readonly value: Span }>
  readonly title: string
  /** The level-1 heading, or an empty span at the start of the body when there is none. */
  readonly titleSpan: Span
  /** Prose between the title and the first section, as Markdown. */
  readonly introduction: readonly Prose[]
  /** Nodes in document order; nested decisions follow the section that holds them. */
  readonly sections: readonly Section[]
  /** Ids of the sections of each path, in document order; a run starts at the first of the first. */
  readonly paths: readonly (readonly string[])[]
  /** Every anchor of the page (headings without anything to do too): anchor to the id of the first node at or below it. */
  readonly anchors: ReadonlyMap<string, Anchor>
  /** Every link of the page, for link rules. */
  readonly links: readonly Link[]
  /** Fences that are shown and never run. */
  readonly samples: readonly Sample[]
}

export interface Anchor {
  readonly title: string
  readonly span: Span
  /** The node that a link to this anchor enters; none when nothing is to be done there. */
  readonly section?: string
}

export type SeverityLevel = 'P0' | 'P1' | 'P2' | 'P3' | 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4'

/** What the zod schema in `schemas/frontmatter.ts` gives back; durations are milliseconds. */
export interface Frontmatter {
  readonly id: string
  readonly title?: string
  readonly summary?: string
  readonly service?: string
  readonly severity?: SeverityLevel
  readonly mttr?: number
  readonly owner?: string
  readonly alerts: readonly string[]
  readonly symptoms: readonly string[]
  readonly inputs: Readonly<Record<string, InputDeclaration>>
  readonly requires: readonly string[]
  readonly escalate?: { readonly after?: number; readonly to: string }
  /** ISO date, `2026-11-20`. */
  readonly reviewed?: string
  readonly review_every?: number
}

export type InputType =
  'string' | 'integer' | 'number' | 'boolean' | 'choice' | 'url' | 'path' | 'duration' | 'host' | 'secret'

export interface InputDeclaration {
  readonly type: InputType
  readonly description?: string
  /** As the text that a block would see in its environment. */
  readonly default?: string
  readonly choices?: readonly string[]
  /** A regular expression that the whole value of a `string` must match. */
  readonly pattern?: string
  /** `false`: an empty value is a value; the input need not be given. */
  readonly required?: boolean
}

/** A piece of prose in Markdown, cut from the source as it stands there. */
export interface Prose {
  readonly markdown: string
  readonly span: Span
}

export interface Link {
  readonly href: string
  readonly text: string
  readonly span: Span
  readonly hrefSpan: Span
}

export interface Sample {
  readonly language: string
  readonly text: string
  /** The whole fence. */
  readonly span: Span
  readonly languageSpan: Span
  /** Id of the section that it stands in, if any. */
  readonly section?: string
}

export type Section = Step | Decision | Checklist | Manual | Call

interface SectionBase {
  /** The anchor that code hosts give the heading; a nested decision is `parent/slug-of-its-question`. */
  readonly id: string
  readonly title: string
  readonly level: number
  /** From the heading to the last thing of the section. */
  readonly span: Span
  readonly headingSpan: Span
  /** Titles of the phases around it, outermost first. */
  readonly phases: readonly string[]
  /** Everything a reader sees of this section, in document order. */
  readonly body: readonly Part[]
  /** Everything of it that runs, in document order; expectations are attached to what they judge. */
  readonly blocks: readonly Block[]
  readonly gates: readonly Gate[]
  /** **Next** → where it goes when it is done; without it, the next section of its path. */
  readonly next?: Edge
  /** **If it fails** → where it goes when it is not. */
  readonly ifItFails?: Edge
}

export interface Step extends SectionBase {
  readonly kind: 'step'
}

export interface Decision extends SectionBase {
  readonly kind: 'decision'
  /** The block with the role `ask`, by its index in `blocks`; none when a person, or inputs alone, decide. */
  readonly ask?: number
  readonly branches: readonly Branch[]
  /** A nested decision: the section whose list holds it. */
  readonly parent?: string
}

export interface Checklist extends SectionBase {
  readonly kind: 'checklist'
  readonly items: readonly { readonly text: string; readonly span: Span }[]
}

/** A person acts: the text under **Action**. Verify and rollback blocks may stand beside it. */
export interface Manual extends SectionBase {
  readonly kind: 'manual'
  readonly instruction: Prose
}

export interface Call extends SectionBase {
  readonly kind: 'call'
  readonly runbook: RunbookTarget
}

/** What a reader sees, in order: prose, a labelled paragraph, a block, an alert, a sample. */
export type Part =
  | ({ readonly kind: 'prose' } & Prose)
  | ({ readonly kind: 'label'; readonly label: Label } & Prose)
  | { readonly kind: 'block'; readonly block: number; readonly span: Span }
  | { readonly kind: 'gate'; readonly gate: number; readonly span: Span }
  | { readonly kind: 'sample'; readonly sample: Sample; readonly span: Span }

export type Label = 'Action' | 'Verification' | 'Rollback'

export type Role = 'read' | 'action' | 'verify' | 'rollback' | 'ask' | 'follow' | 'write' | 'edit'

/** Languages that run; `write` takes any, `edit` one of the four file formats. */
export type Language =
  'bash' | 'sh' | 'python' | 'node' | 'sql' | 'http' | 'promql' | 'toml' | 'yaml' | 'json' | 'ini' | 'text'

export interface Block {
  /** Its index in the section's `blocks`. */
  readonly index: number
  readonly role: Role
  readonly language: Language
  /** The first word of the fence as written (`yml`, `console`). */
  readonly languageText: string
  /** What runs: the fence's text, with the indentation of a list taken away. Ends without a line break. */
  readonly script: string
  /** The whole fence, fence lines included. */
  readonly span: Span
  /** Where each line of `script` stands in the source (UTF-16 offset of its first character). */
  readonly lineOffsets: readonly number[]
  readonly languageSpan: Span
  readonly roleSpan: Span
  readonly options: Options
  readonly optionSpans: ReadonlyMap<string, Span>
  /** The bold label that it stands under, if any. */
  readonly label?: { readonly label: Label; readonly span: Span }
  /** Index in the section's `gates` of the alert above it: the last one before it in the same section. */
  readonly gate?: number
  readonly expectation?: Expectation
}

/** Durations are milliseconds. */
export interface Options {
  readonly timeout?: number
  readonly retries?: number
  readonly every?: number
  readonly on?: string
  readonly cwd?: string
  readonly as?: string
  readonly file?: string
  readonly first?: boolean
}

/** `yes` asks for a confirmation, `name` for the text `typed`, `two-people` for somebody else's approval. */
export interface Gate {
  readonly kind: 'warning' | 'caution' | 'important'
  readonly asks: 'yes' | 'name' | 'two-people' | 'nothing'
  /** What must be typed at a `name` gate: the text between backticks in the alert, else the section's id. */
  readonly typed?: string
  readonly markdown: string
  readonly span: Span
}

export interface Expectation {
  readonly span: Span
  /** Poll until it holds or this many milliseconds are over. */
  readonly within?: number
  /** Pause between polls in milliseconds (default in `engine/machine`). */
  readonly every?: number
  readonly must: Must
}

export type Must =
  | { readonly kind: 'conditions'; readonly conditions: readonly Condition[] }
  /** `json expect`: the output contains this structure, objects as subsets. */
  | { readonly kind: 'json'; readonly sample: unknown; readonly text: string }
  /** `text expect`: the output matches line by line, `…` standing for anything. */
  | { readonly kind: 'text'; readonly lines: readonly string[] }

export type Comparison = '<' | '<=' | '>' | '>=' | 'is'
export type Unit = '%' | 'ms' | 's' | 'KB' | 'MB' | 'GB'

export type Condition = { readonly span: Span; readonly text: string } & ConditionForm

export type ConditionForm =
  | { readonly kind: 'exit'; readonly code: number; readonly negated: boolean }
  | { readonly kind: 'output'; readonly test: 'contains' | 'is'; readonly value: string }
  | { readonly kind: 'output'; readonly test: 'matches'; readonly pattern: string; readonly flags: string }
  | { readonly kind: 'output'; readonly test: 'empty' }
  | {
      readonly kind: 'value'
      readonly comparison: Comparison
      readonly value: number
      readonly unit?: Unit
    }
  | { readonly kind: 'json'; readonly pointer: readonly (string | number)[]; readonly test: JsonTest }
  | {
      readonly kind: 'binding'
      readonly name: string
      readonly comparison: Comparison | 'contains' | 'matches' | 'empty'
      readonly value: string
    }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'and'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'otherwise' }

export type JsonTest =
  | { readonly kind: 'exists' }
  | { readonly kind: 'is'; readonly value: string | number | boolean | null }
  | { readonly kind: 'compare'; readonly comparison: '<' | '<=' | '>' | '>='; readonly value: number }
  | { readonly kind: 'contains'; readonly value: string }

export interface Branch {
  /** The bold text: an answer to choose, or a condition to evaluate. */
  readonly answer: string
  readonly answerSpan: Span
  readonly condition?: Condition
  readonly edge: Edge
  readonly note?: Prose
  readonly span: Span
}

export interface Edge {
  readonly target: Target
  /** How often one run may take it; required where it closes a loop. */
  readonly atMost?: number
  readonly span: Span
}

export type Target =
  | { readonly kind: 'section'; readonly id: string; readonly span: Span }
  | RunbookTarget
  | { readonly kind: 'outcome'; readonly outcome: OutcomeWord; readonly to?: string; readonly span: Span }
  /** A link to nowhere: a diagnostic says so, and nothing can run. */
  | { readonly kind: 'unknown'; readonly text: string; readonly span: Span }

export interface RunbookTarget {
  readonly kind: 'runbook'
  /** The link as written, relative to this file (`rb-001-startup.md#anchor`). */
  readonly href: string
  /** Path of the other file, relative like this runbook's own. */
  readonly path: string
  /** The section to start at: an anchor of the other page. */
  readonly anchor?: string
  readonly span: Span
}

export type OutcomeWord = 'resolved' | 'escalate' | 'stop'
