import type { Proof } from '../../schemas/proof.ts'
import type { Proven } from '../../engine/library/proofs.ts'
import type { Graph } from '../../engine/graph.ts'
import type { Frontmatter, Runbook } from '../../engine/model.ts'
import type { Look } from './frame.ts'

/** A runbook as the site takes it: its path is the one below the library, with `/`. */
export interface SiteRunbook {
  readonly path: string
  readonly runbook: Runbook
  readonly graph: Graph
}

/**
 * All of a runbook's page that follows from its own text, so that it can be kept as long as the text stays: pages, indexes
 * and the search are put together from these.
 */
export interface Fragment extends Facts {
  /** A digest of its path and of its text. */
  readonly key: string
  readonly drawn: () => Promise<Drawn>
}

/** The large parts of a fragment, which its page alone needs. */
export interface Drawn {
  /** HTML of everything below the summary. */
  readonly body: string
  /** HTML of the picture and of its transitions in words. */
  readonly picture: string
}

/** The small parts of a fragment. */
export interface Facts {
  readonly path: string
  readonly title: string
  readonly frontmatter: Frontmatter
  readonly headings: readonly Heading[]
  /** Texts to people that it fills in, as they stand in the file. */
  readonly messages: readonly Message[]
  /** Links to other files of the library, for the check that none leads nowhere. */
  readonly links: readonly OutwardLink[]
  /** The runbook without its texts: enough to follow its links. */
  readonly skeleton: Runbook
  /** Every word of prose and scripts, once. */
  readonly words: string
}

export interface Message {
  /** The section that it stands in. */
  readonly section: string
  readonly title: string
  readonly text: string
}

/** How many links lie between an alert or a symptom and the step that does something about it. */
export interface Clicks {
  readonly kind: 'alert' | 'symptom'
  readonly name: string
  /** Path of the runbook that names it. */
  readonly path: string
  /** The step that counts; none when nothing is done anywhere. */
  readonly step?: {
    readonly path: string
    readonly section: string
    readonly title: string
    readonly clicks: number
  }
}

export interface Heading {
  readonly id: string
  readonly title: string
  readonly level: number
  /** It is a section: something is done there. */
  readonly active: boolean
}

export interface OutwardLink {
  /** Path below the library. */
  readonly path: string
  readonly anchor?: string
  /** Line of the source, from 1. */
  readonly line: number
}

/** One file of the site; its path is the one below the output folder, with `/`. */
export interface SiteFile {
  readonly path: string
  /** Names everything that the text follows from: files with the same path and key have the same text. */
  readonly key?: string
  /** Makes the text. */
  readonly text: () => string | Promise<string>
}

/** What is known of a runbook besides its text. Dates are ISO days. */
export interface Standing {
  /** The day that the site is made for: what is overdue depends on it. */
  readonly today: string
  readonly changed?: Change
  /** The last drill that it passed. */
  readonly proven?: Proven
}

export interface Change {
  readonly date: string
  readonly subject: string
}

/** The record of a run, as Markdown, to be published. */
export interface RunRecord {
  readonly run: string
  readonly title: string
  /** ISO instant of the start. */
  readonly at: string
  readonly result: string
  readonly markdown: string
}

/** Everything that the pages of the whole library are made from. */
export interface SiteView {
  readonly look: Look
  /** The runbooks, by id. */
  readonly fragments: readonly Fragment[]
  /** Pages of the library that are no runbooks, by path. */
  readonly documents: readonly Fragment[]
  readonly standingOf: (fragment: Fragment) => Standing
  /** By runbook, in the order of its frontmatter. */
  readonly clicks: readonly Clicks[]
  /** What drills proved of these texts. */
  readonly proofs: readonly Proof[]
  /** Runs that are published, newest first. */
  readonly records: readonly RunRecord[]
  /** Newest first. */
  readonly changes: readonly (Change & { readonly fragment: Fragment })[]
}
