import type { Anchor, Block, Branch, Edge, Expectation, Link, Options, Runbook, Section } from '../model.ts'
import type { RunbookTarget } from '../model.ts'

/**
 * What a library knows of one of its runbooks: all that rules between runbooks may look at, and no text of it. A whole
 * `Runbook` is one; `cardOf` cuts a small one, so that a library of any size is checked without holding its pages.
 */
export interface Card extends Pick<
  Runbook,
  'path' | 'frontmatter' | 'frontmatterPlaces' | 'title' | 'titleSpan' | 'paths'
> {
  readonly sections: readonly CardSection[]
  readonly anchors: ReadonlyMap<string, Pick<Anchor, 'section'>>
  /** Those that lead to other files, at least. */
  readonly links: readonly Link[]
  /** Known of a card: no section of it leads to another runbook, so that none has to be looked at for that. */
  readonly stays?: true
}

/** A section as its neighbours see it: where it leads, and what its blocks are for and how long they may take. */
export interface CardSection extends Pick<Section, 'kind' | 'id' | 'title' | 'headingSpan' | 'span'> {
  readonly blocks: readonly CardBlock[]
  readonly next?: Edge
  readonly ifItFails?: Edge
  /** Of a decision. */
  readonly branches?: readonly Pick<Branch, 'edge' | 'condition'>[]
  /** Of a nested decision: the section whose list holds it. */
  readonly parent?: string
  /** Of a call. */
  readonly runbook?: RunbookTarget
}

export interface CardBlock extends Pick<Block, 'role' | 'roleSpan'> {
  readonly options: Pick<Options, 'timeout'>
  readonly expectation?: Pick<Expectation, 'within'>
}
