import type { Span } from '../../../source.ts'
import type { Page } from '../page.ts'
import { runbookAt } from '../page.ts'
import { thingAt } from '../thing.ts'
import { blockHover } from './blocks.ts'
import { frontmatterHover } from './frontmatter.ts'
import { gateHover } from './gates.ts'
import { nameMeaning } from './names.ts'
import { outcomeHover } from './outcomes.ts'
import { targetMeaning } from './targets.ts'

/** What is shown beside a part of the text, as Markdown. */
export interface Hover {
  readonly span: Span
  readonly markdown: string
}

/** What the thing under the cursor means: an input, a target, a gate, a word of an info string, a key. */
export function hoverAt(page: Page, offset: number): Hover | undefined {
  const { runbook } = page
  const thing = thingAt(page, offset)
  if (thing?.kind === 'name') {
    return { span: thing.span, markdown: nameMeaning(thing.name, runbook) }
  }
  if (thing?.kind === 'aim' && !isItself(page, offset)) {
    const target = runbookAt(thing.aim.path, page)
    const markdown = target && targetMeaning(target, thing.aim.anchor, target.path !== runbook.path)
    if (markdown !== undefined) return { span: thing.span, markdown }
  }
  return (
    blockHover(runbook, offset) ??
    gateHover(runbook, offset) ??
    outcomeHover(runbook, offset) ??
    frontmatterHover(runbook, offset)
  )
}

/** On a heading nothing is said: what it would say stands right below it. */
function isItself({ runbook }: Page, offset: number): boolean {
  return [...runbook.anchors.values()].some(({ span }) => span.start <= offset && offset <= span.end)
}
