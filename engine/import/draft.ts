import type { InputType, Role } from '../model.ts'
import type { SourceSection } from './read/page.ts'

/**
 * A runbook on its way. Drafts are changed in place until what they are written as validates: a block loses its role, a
 * section gets a name of its own.
 */
export interface RunbookDraft {
  readonly file: string
  id: string
  title: string
  readonly frontmatter: Record<string, string | readonly string[]>
  readonly requires: Set<string>
  readonly inputs: Map<string, InputDraft>
  /** The title comes first; it may hold something to do itself. */
  sections: SectionDraft[]
  /** Line of the source that it begins at. */
  readonly line: number
  /** The runbook that goes on where this one ends; none when it is resolved then. */
  readonly onward?: Extract<Goal, { kind: 'file' }>
}

export interface InputDraft {
  readonly type: InputType
  readonly choices?: readonly string[]
  readonly description: string
  readonly line: number
}

export interface SectionDraft {
  level: number
  /** Markdown of the heading. */
  markup: string
  /** What a reader sees of it. */
  title: string
  readonly line: number
  parts: Part[]
  /** A thematic break stands before it: only a link leads here. */
  startsPath: boolean
  /** The answer that it belongs to: what comes after a section is never in another answer's group. */
  readonly group?: Group
  next?: Goal
  ifItFails?: Goal
}

/** Sections that one answer leads to; the answer itself may stand in the group of another. */
export interface Group {
  readonly parent?: Group
  /** The page never goes on from here: only a link led to it. */
  readonly detached?: true
}

/** Where an edge leads. `after` is what comes next when nothing else is said. */
export type Goal =
  | { readonly kind: 'section'; readonly section: SectionDraft; readonly atMost?: number }
  /** A section of the page that is imported; it becomes a section or a file when the page is arranged. */
  | { readonly kind: 'source'; readonly source: SourceSection }
  /** A place on this page that is gone back to. */
  | { readonly kind: 'mark'; readonly mark: Mark }
  | { readonly kind: 'after' }
  | { readonly kind: 'file'; readonly href: string; readonly title: string }
  | { readonly kind: 'resolved' }

/** A place that something behind it may go back to. */
export interface Mark {
  isWanted?: true
  /** Known when the page is arranged. */
  section?: SectionDraft
}

export type Part = TextPart | TasksPart | BranchesPart

/** Markdown as it stood, with fences in it. */
export interface TextPart {
  readonly kind: 'text'
  readonly pieces: Piece[]
  readonly line: number
  /** The paragraph is what the operator does: it is written behind **Action**. */
  action?: boolean
  /** An alert that is written above it. */
  alert?: string
  /** It calls another runbook. */
  readonly call?: true
}

export type Piece = { text: string } | { readonly block: BlockDraft; readonly indent: string }

/** A task list. */
export interface TasksPart {
  readonly kind: 'tasks'
  text: string
  readonly line: number
}

export interface BranchesPart {
  readonly kind: 'branches'
  readonly branches: BranchDraft[]
  readonly line: number
}

export interface BranchDraft {
  readonly answer: string
  readonly goal:
    Goal | { readonly kind: 'question'; readonly question: string; readonly branches: BranchDraft[] }
  readonly note?: string
}

/** A fence that runs, or is shown. */
export interface BlockDraft {
  language: string
  /** None: a sample. */
  role?: Role
  options: string[]
  script: string
  expect?: { readonly language?: 'json' | 'text'; readonly text: string; readonly options?: string }
  /** The info string that the author wrote. */
  readonly info: string
  readonly line: number
}

/** Whether a run has something to do with a part. */
export function isActive(part: Part): boolean {
  if (part.kind !== 'text') return true
  return part.action === true || part.call === true || blocksOf(part).some(({ role }) => role !== undefined)
}

/** The fences of a part. */
export function blocksOf(part: Part): BlockDraft[] {
  return part.kind === 'text' ? part.pieces.flatMap((piece) => ('block' in piece ? [piece.block] : [])) : []
}

/** A paragraph, or any Markdown that stays as it is. */
export function textPart(text: string, line: number): TextPart {
  return { kind: 'text', pieces: [{ text }], line }
}

/** A fence by itself. */
export function blockPart(block: BlockDraft): TextPart {
  return { kind: 'text', pieces: [{ block, indent: '' }], line: block.line }
}
