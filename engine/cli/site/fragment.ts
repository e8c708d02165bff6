import { graphOf } from '../../machine/index.ts'
import { parseRunbook } from '../../parse/index.ts'
import { stretchesOf } from '../../parse/plain/stretches.ts'
import { fragmentOf } from '../../../renderers/docs/runbook/fragment.ts'
import type { Drawn, Facts } from '../../../renderers/docs/types.ts'
import { drawWith, type Pieces } from './tools.ts'

/** One file of the library, to be made into a fragment. */
export interface Page {
  /** Path below the library, with `/`. */
  readonly path: string
  readonly text: string
  readonly sourceUrl?: string
}

/** A fragment, as it is made and kept, and the pieces that it was made of. */
export interface Made {
  readonly facts: Facts
  readonly drawn: Drawn
  readonly pieces: Pieces
}

/** Parses and draws one page; `known` are pieces that an earlier state of it was made of. */
export async function makeFragment(
  { path, text, sourceUrl }: Page,
  known: Pieces = new Map(),
): Promise<Made> {
  const { runbook } = parseRunbook({ path, text })
  const graph = graphOf(runbook)
  const options = { cut: stretchesOf, ...(sourceUrl === undefined ? {} : { sourceUrl }) }
  const [made, pieces] = await drawWith(known, (drawing) =>
    fragmentOf({ path, runbook, graph }, { ...drawing, ...options }),
  )
  return { ...made, pieces }
}
