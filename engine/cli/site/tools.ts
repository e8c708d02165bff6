import type { Highlight } from '../../../renderers/docs/code.ts'
import { Html } from '../../../renderers/docs/html.ts'
import type { Draw } from '../../../renderers/diagram/svg.ts'

/** What is slow to draw, as HTML: coloured scripts and pictures, each by all that it follows from. */
export type Pieces = ReadonlyMap<string, string>

/** What pages are drawn with. */
export interface Drawing {
  readonly highlight: Highlight
  readonly draw: Draw
}

let opened: Drawing | undefined

/**
 * Makes something of `known` pieces, and of new ones that are lacking. Highlighter and Graphviz are loaded when the first
 * is: an edit of words needs neither. Gives the pieces that were used, to be known the next time.
 */
export async function drawWith<T>(known: Pieces, make: (drawing: Drawing) => T): Promise<[T, Pieces]> {
  const tried = attempt(known, make)
  if (!tried.lacking) return [tried.made, tried.pieces]
  opened ??= await openTools()
  const { made, pieces } = attempt(known, make)
  return [made, pieces]
}

async function openTools(): Promise<Drawing> {
  const { openHighlighter } = await import('../../../renderers/docs/code.ts')
  const { openDrawing } = await import('../../../renderers/diagram/svg.ts')
  const [highlight, draw] = await Promise.all([openHighlighter(), openDrawing()])
  return { highlight, draw }
}

function attempt<T>(
  known: Pieces,
  make: (drawing: Drawing) => T,
): { made: T; pieces: Pieces; lacking: boolean } {
  const pieces = new Map<string, string>()
  let lacking = false
  const piece = (name: string, drawn: (drawing: Drawing) => string): string => {
    const text = known.get(name) ?? (opened && drawn(opened))
    if (text === undefined) lacking = true
    else pieces.set(name, text)
    return text ?? ''
  }
  const made = make({
    highlight: (script, language) =>
      new Html(piece(`${language}\n${script}`, ({ highlight }) => highlight(script, language).text)),
    draw: (graph, href = () => undefined) =>
      piece(JSON.stringify([graph, graph.nodes.map((node) => href(node) ?? '')]), ({ draw }) =>
        draw(graph, href),
      ),
  })
  return { made, pieces, lacking }
}
