import type { Source, Span } from '../../engine/source.ts'
import { escapeLine } from '../terminal/escape.ts'
import { frameOf, pagesOf } from './pretty.ts'
import { type Colors, styleOf } from '../terminal/style.ts'

/** Something to look at that is no finding: it has a place, a sentence, and what to do. */
export interface ShownNote {
  readonly code: string
  readonly message: string
  readonly path: string
  readonly span: Span
  readonly help: string
}

/** Notes for people, in the frame of all messages. `docs` is the page that explains their codes. */
export function renderNotes(
  notes: readonly ShownNote[],
  sources: readonly Source[],
  options: { readonly color: Colors; readonly docs: string },
): string {
  const style = styleOf(options.color)
  const pages = pagesOf(sources)
  return notes
    .map((note) =>
      frameOf({ ...note, severity: 'note' }, pages, style, `${options.docs}#${escapeLine(note.code)}`),
    )
    .join('\n')
}
