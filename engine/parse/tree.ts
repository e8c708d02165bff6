import type { Comment } from '../model.ts'
import type { Span } from '../source.ts'

/**
 * What the readers of a runbook need of Markdown: types only. Every span is in the whole file, a byte order
 * mark and line ends counted; `text` is what a reader sees, without markup.
 */
export type Node = Heading | Paragraph | Code | List | Quote | Break | Remark | Other

export interface Heading {
  readonly kind: 'heading'
  readonly level: number
  readonly text: string
  readonly inlines: readonly Inline[]
  readonly span: Span
}

export interface Paragraph {
  readonly kind: 'paragraph'
  readonly inlines: readonly Inline[]
  readonly span: Span
}

/** A fence, or indented code. */
export interface Code {
  readonly kind: 'code'
  /** The text, its lines ended by `\n`, the indentation of containers taken away. */
  readonly text: string
  readonly span: Span
}

export interface List {
  readonly kind: 'list'
  readonly items: readonly Item[]
  readonly span: Span
}

export interface Item {
  /** Set for `- [ ]` and `- [x]`. */
  readonly checked?: boolean
  readonly children: readonly Node[]
  readonly span: Span
}

export interface Quote {
  readonly kind: 'quote'
  readonly children: readonly Node[]
  readonly span: Span
}

export interface Break {
  readonly kind: 'break'
  readonly span: Span
}

/** HTML comments and nothing else: nobody reads them. */
export interface Remark {
  readonly kind: 'remark'
  readonly span: Span
}

/** Tables, HTML, definitions. */
export interface Other {
  readonly kind: 'other'
  readonly span: Span
}

export interface Inline {
  readonly kind: 'text' | 'strong' | 'code' | 'link' | 'other'
  readonly text: string
  readonly span: Span
  /** Of a link. */
  readonly href?: string
  /** Of a link: where its destination stands, or the whole link when it stands elsewhere. */
  readonly hrefSpan?: Span
  /** Where the text stands when it is written without escapes, so that `text` and the source agree. */
  readonly textSpan?: Span
}

export interface Table {
  /** The row of headings first, the line of dashes left out. */
  readonly rows: readonly { readonly span: Span; readonly cells: readonly Span[] }[]
}

export interface Document {
  readonly children: readonly Node[]
  /** In document order, in quotes and lists too. */
  readonly headings: readonly Heading[]
  readonly links: readonly Inline[]
  readonly comments: readonly Comment[]
  readonly tables: readonly Table[]
}
