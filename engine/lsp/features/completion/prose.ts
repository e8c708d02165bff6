import { codes } from '../../../diagnostic.ts'
import type { Page } from '../page.ts'
import { alertMeaning, clockMeaning, gateMeaning, labelMeaning, outcomeMeaning } from '../words.ts'
import { conditionProposals } from './conditions.ts'
import { nameProposals } from './names.ts'
import { behind, type Proposal } from './proposal.ts'
import { destinations, wholeLinks } from './targets.ts'

/** What may stand in the text between the fences; `line` is the line up to the cursor. */
export function proseProposals(page: Page, line: string, offset: number): Proposal[] {
  const destination = /\]\(<?([^)\s]*)$/.exec(line)?.[1]
  if (destination !== undefined) return destinations(page, destination, offset)
  const silenced = /<!--[ \t]*runbook-ignore[ \t]+([\w-]*)$/.exec(line)?.[1]
  if (silenced !== undefined)
    return codes.map((label) => ({
      label,
      kind: 'value',
      text: `${label}: `,
      span: behind(offset, silenced.length),
    }))
  const alert = /^[ \t]*>[ \t]*\[!(\w*)$/.exec(line)?.[1]
  if (alert !== undefined) return words(alertMeaning, offset, alert.length, ']')
  const inAlert = /^[ \t]*>[ \t]*\*\*([\w ]*)$/.exec(line)?.[1]
  if (inAlert !== undefined) return words(gateMeaning, offset, inAlert.length, '** ')
  const target = /(?:→|->)[ \t]*(\*\*\w*|\[[^\]]*|)$/.exec(line)?.[1]
  if (target !== undefined) return targets(page, target, offset)
  const answer = /^[ \t]*[-*+][ \t]+\*\*([^*]*)$/.exec(line)?.[1]
  if (answer !== undefined)
    return conditionProposals(page, answer, offset, [['otherwise', 'otherwise', 'whatever else is the case']])
  const onlyIf = /^[ \t]*>.*\*\*Only if\*\*[ \t]+`([^`]*)$/.exec(line)?.[1]
  if (onlyIf !== undefined) return conditionProposals(page, onlyIf, offset)
  const label = /^[ \t]*\*\*([\w ]*)$/.exec(line)?.[1]
  if (label !== undefined) return labels(label, offset)
  return nameProposals(page, line, '', offset)
}

/** Behind an arrow: a link, or an outcome in bold. */
function targets(page: Page, typed: string, offset: number): Proposal[] {
  const span = behind(offset, typed.length)
  const outcomes = Object.entries(outcomeMeaning).map(([word, detail]): Proposal => {
    const text = word === 'escalate' ? '**escalate** to ' : `**${word}**`
    return { label: word, kind: 'word', detail, text, filter: text, span }
  })
  if (typed.startsWith('*')) return outcomes
  const links = wholeLinks(page, span)
  return typed.startsWith('[') ? links : [...links, ...outcomes]
}

/** Bold words at the beginning of a paragraph. */
function labels(typed: string, offset: number): Proposal[] {
  const edges = {
    Next: 'where a run goes from here',
    'If it fails': 'where a run goes when this fails',
    Run: 'runs another runbook and comes back',
  }
  const arrows = words(edges, offset, typed.length, '** → ')
  const plain = words({ ...labelMeaning, ...clockMeaning }, offset, typed.length, '**')
  return [...plain, ...arrows]
}

function words(
  meanings: Readonly<Record<string, string>>,
  offset: number,
  length: number,
  ending: string,
): Proposal[] {
  return Object.entries(meanings).map(([label, detail]) => ({
    label,
    kind: 'word',
    detail,
    text: label + ending,
    span: behind(offset, length),
  }))
}
