import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Loaded } from '../../library/load.ts'
import type { Runbook } from '../../model.ts'
import { openEnvelope } from '../../parse/envelope.ts'
import { parseRunbook } from '../../parse/index.ts'
import type { Source } from '../../source.ts'

/**
 * One text in one state: a file, or what an editor holds of it. It never changes: an edit makes a new sheet, so an
 * answer that was worked out from this one is known to be old when the library has another in its place.
 */
export class Sheet {
  /** As in messages: relative to the folder that the editor has open. */
  readonly path: string
  readonly source: Source
  /** Turns offsets into lines and columns of UTF-16 units, and back. */
  readonly lines: TextDocument
  /** The editor's number of this state; none when no editor has the file open. */
  readonly version: number | undefined
  /** What was found wrong in it, once it has been checked. */
  loaded: Loaded | undefined
  #parsed: Runbook | undefined
  #begins: Beginning | undefined

  constructor(uri: string, source: Source, version?: number) {
    this.path = source.path
    this.source = source
    this.version = version
    this.lines = TextDocument.create(uri, 'markdown', version ?? 0, source.text)
  }

  get uri(): string {
    return this.lines.uri
  }

  get isOpen(): boolean {
    return this.version !== undefined
  }

  /** How it begins, found out at the first call. */
  get begins(): Beginning {
    return (this.#begins ??= beginningOf(this.source.text))
  }

  /** Parsed at the first call. */
  get runbook(): Runbook {
    return (this.#parsed ??= this.loaded?.runbook ?? parseRunbook(this.source).runbook)
  }
}

/** `named`: with frontmatter that has an `id`; `fenced`: with frontmatter, or with the beginning of one. */
export type Beginning = 'named' | 'fenced' | 'plain'

function beginningOf(text: string): Beginning {
  const { yaml, unclosed } = openEnvelope(text)
  if (yaml === undefined) return unclosed ? 'fenced' : 'plain'
  return /^id:/m.test(text.slice(yaml.start, yaml.end)) ? 'named' : 'fenced'
}
