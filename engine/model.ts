import type { Condition } from './model/condition.ts'
import type { Edge, RunbookTarget } from './model/edge.ts'
import type { Frontmatter } from './model/frontmatter.ts'
import type { Span } from './source.ts'

export type * from './model/condition.ts'
export type * from './model/edge.ts'
export type * from './model/frontmatter.ts'

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
  /** Headings that only hold other headings, in document order. */
  readonly phases: readonly Phase[]
  /** What the operator is reminded of during the whole run: written between the title and the first section. */
  readonly reminders: readonly Reminder[]
  /** Every anchor of the page (headings without anything to do too): anchor to the id of the first node at or below it. */
  readonly anchors: ReadonlyMap<string, Anchor>
  /** Every link of the page, for link rules. */
  readonly links: readonly Link[]
  /** Fences that are shown and never run. */
  readonly samples: readonly Sample[]
  /** Every HTML comment, marks included: shown to nobody, and how a finding is silenced. */
  readonly comments: readonly Comment[]
}

/** What stands between `<!--` and `-->`. */
export interface Comment {
  readonly text: string
  /** The marks included. */
  readonly span: Span
}

export interface Anchor {
  readonly title: string
  readonly span: Span
  /** The node that a link to this anchor enters; none when nothing is to be done there. */
  readonly section?: string
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

/** A heading that only holds other headings. It lasts from the entering of one of its sections to the leaving of all. */
export interface Phase extends Timed {
  /** The anchor that code hosts give the heading. */
  readonly id: string
  readonly title: string
  readonly headingSpan: Span
  /** Ids of the sections below it, nested decisions too, in document order. */
  readonly sections: readonly string[]
}

/** What goes by the clock while a run stands in a section or in a phase. */
export interface Timed {
  readonly reminders: readonly Reminder[]
  /** **Within 15m** …: the time that it may take. */
  readonly timeBox?: TimeBox
}

/** **Every 30m** … or **After 15m** …, counted from the entering of what it stands in. */
export interface Reminder {
  readonly kind: 'every' | 'after'
  /** Milliseconds. */
  readonly time: number
  /** What is to be done then. */
  readonly text: string
  readonly span: Span
}

export interface TimeBox {
  /** Milliseconds. */
  readonly time: number
  /** What has to be reached within it. */
  readonly text: string
  readonly span: Span
}

export type Section = Step | Decision | Checklist | Manual | Call

interface SectionBase extends Timed {
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
  /** **Side by side**: its `read` blocks run at the same time and are reported together. */
  readonly sideBySide?: true
  /** **Mitigated**: when it is done, users are no longer affected. */
  readonly mitigates?: true
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

export type Label = 'Action' | 'Verification' | 'Rollback' | 'Message'

export type Role = 'read' | 'action' | 'verify' | 'rollback' | 'ask' | 'follow' | 'write' | 'edit' | 'message'

/** Languages that run; `write` takes any, `edit` one of the four file formats, `message` one of the last two. */
export type Language =
  | 'bash'
  | 'sh'
  | 'python'
  | 'node'
  | 'sql'
  | 'http'
  | 'promql'
  | 'toml'
  | 'yaml'
  | 'json'
  | 'ini'
  | 'text'
  | 'markdown'

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
  /** Name of the input, of type `url` or `secret`, to whose address a message is posted. */
  readonly post?: string
}

/**
 * `yes` asks for a confirmation, `name` for the text `typed`, `two-people` for somebody else's approval. The gate of a
 * message that is posted is no alert: its kind is `message`, it asks for a `post`, and its span is that of the fence.
 */
export interface Gate {
  readonly kind: 'warning' | 'caution' | 'important' | 'message'
  readonly asks: 'yes' | 'name' | 'two-people' | 'post' | 'nothing'
  /** What must be typed at a `name` gate: the text between backticks in the alert, else the section's id. */
  readonly typed?: string
  /** **Only if** …: what must hold before anybody may pass; conditions on inputs and handed-on values alone. */
  readonly onlyIf: readonly Condition[]
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

export interface Branch {
  /** The bold text: an answer to choose, or a condition to evaluate. */
  readonly answer: string
  readonly answerSpan: Span
  readonly condition?: Condition
  readonly edge: Edge
  readonly note?: Prose
  readonly span: Span
}
