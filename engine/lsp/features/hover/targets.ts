import { duration } from '../../../../renderers/duration.ts'
import type { Runbook, Section } from '../../../model.ts'

const kinds: Readonly<Record<Section['kind'], string>> = {
  step: 'step',
  decision: 'decision',
  checklist: 'checklist',
  manual: 'manual step',
  call: 'call',
}

/**
 * A target's title and the first line of its context. Nothing when the page has no such anchor.
 * @param elsewhere whether the link leaves its page, so that the runbook is named as well
 */
export function targetMeaning(
  runbook: Runbook,
  anchor: string | undefined,
  elsewhere: boolean,
): string | undefined {
  if (anchor === undefined) return runbookMeaning(runbook)
  const found = runbook.anchors.get(anchor)
  if (found === undefined) return undefined
  const section = runbook.sections.find(({ id }) => id === (found.section ?? anchor))
  const where = elsewhere ? ` · ${runbook.frontmatter.id} ${runbook.title}` : ''
  const head = `**${found.title}**${section === undefined ? '' : ` · ${kinds[section.kind]}`}${where}`
  const context = section && firstLine(section)
  return context === undefined ? head : `${head}\n\n${context}`
}

function runbookMeaning({ frontmatter, title, introduction }: Runbook): string {
  const { id, severity, mttr, summary } = frontmatter
  const facts = [
    `**${id} ${title}**`,
    ...(severity === undefined ? [] : [severity]),
    ...(mttr === undefined ? [] : [`target ${duration(mttr)}`]),
  ]
  const context = summary ?? introduction[0]?.markdown.split(/\r\n|\n|\r/)[0]
  return [facts.join(' · '), ...(context === undefined ? [] : [context])].join('\n\n')
}

/** The first line that a reader sees below the heading; of a manual step it is what is to be done. */
function firstLine(section: Section): string | undefined {
  const prose = section.body.find((part) => part.kind === 'prose')
  const text = prose?.markdown ?? (section.kind === 'manual' ? section.instruction.markdown : undefined)
  return text?.split(/\r\n|\n|\r/)[0]
}
