import type { Block, Runbook, Section } from '../../../engine/model.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { textWidth } from '../width.ts'
import { framed } from './frame.ts'
import { inline, markdownLines } from './markdown.ts'

/** The heading of a section with its number and phase, then its context: all that a reader should know before. */
export function sectionLines(runbook: Runbook, section: Section, elapsed: string, look: Look): string[] {
  const number = runbook.sections.indexOf(section) + 1
  const phases = section.phases.map((phase) => inline(phase, look.style)).join(' › ')
  const context = section.body.flatMap((part) => {
    if (part.kind === 'prose') return ['', ...markdownLines(part.markdown, look)]
    if (part.kind === 'sample') return ['', ...framed(part.sample.text, look)]
    return []
  })
  return [
    ...rule(`${number} of ${runbook.sections.length} · ${inline(section.title, look.style)}`, elapsed, look),
    ...(phases === '' ? [] : [look.style.dim(`in ${phases}`)]),
    ...context,
    ...(context.length === 0 ? [] : ['']),
  ]
}

/** A rule with the title and the time of the run; the time stands below where it has no place beside the title. */
function rule(title: string, elapsed: string, look: Look): string[] {
  const start = look.style.bold(`── ${title} `)
  const left = look.width - textWidth(title) - elapsed.length - 8
  if (left < 2) return [`${start}──`, `   ${escapeLine(elapsed)}`]
  return [`${start}${'─'.repeat(left)} ${escapeLine(elapsed)} ──`]
}

/** The text that a bold label gives to a block: **Verification** At least three report for duty. */
export function labelText(section: Section, block: Block, look: Look): string[] {
  const at = section.body.findIndex((part) => part.kind === 'block' && part.block === block.index)
  const labels = section.body
    .slice(0, Math.max(0, at))
    .filter((part) => part.kind === 'label' || part.kind === 'block')
  const last = labels.at(-1)
  return last?.kind === 'label' ? markdownLines(last.markdown, look) : []
}
