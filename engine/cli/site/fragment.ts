import { graphOf } from '../../machine/index.ts'
import { parseRunbook } from '../../parse/index.ts'
import { stretchesOf } from '../../parse/plain/stretches.ts'
import { openHighlighter } from '../../../renderers/docs/code.ts'
import type { Tools } from '../../../renderers/docs/runbook/body.ts'
import { fragmentOf } from '../../../renderers/docs/runbook/fragment.ts'
import type { Drawn, Facts } from '../../../renderers/docs/types.ts'
import { openDrawing } from '../../../renderers/diagram/svg.ts'

/** One file of the library, to be made into a fragment. */
export interface Page {
  /** Path below the library, with `/`. */
  readonly path: string
  readonly text: string
  readonly sourceUrl?: string
}

/** A fragment, as it is made and kept. */
export interface Made {
  readonly facts: Facts
  readonly drawn: Drawn
}

let tools: Promise<Tools> | undefined

async function openTools(): Promise<Tools> {
  const [highlight, draw] = await Promise.all([openHighlighter(), openDrawing()])
  return { highlight, draw, cut: stretchesOf }
}

/** Parses and draws one page. Highlighter and Graphviz are loaded at the first call. */
export async function makeFragment({ path, text, sourceUrl }: Page): Promise<Made> {
  tools ??= openTools()
  const { runbook } = parseRunbook({ path, text })
  const options = sourceUrl === undefined ? {} : { sourceUrl }
  return fragmentOf({ path, runbook, graph: graphOf(runbook) }, { ...(await tools), ...options })
}
