import type { Moment } from '../../engine/run/report.ts'
import { factText } from '../facts.ts'

/** Where a moment belongs, in the words of the page. */
export function placeFacts(moment: Moment): {
  title?: string
  role?: string
  command?: string
  interpreter?: readonly string[]
} {
  return {
    ...(moment.section === undefined ? {} : { title: moment.section.title }),
    ...(moment.block === undefined ? {} : { role: moment.block.role, command: moment.block.script }),
    ...(moment.intent === undefined ? {} : { interpreter: moment.intent.interpreter }),
  }
}

/** What happened, as a sentence without its subject. Holds untrusted text, unescaped. */
export function momentText({ fact, runbook, section }: Moment): string {
  switch (fact.type) {
    case 'began':
      return `started the run of ${fact.runbook}${fact.lab === undefined ? '' : ` against the lab ${fact.lab}`}`
    case 'resumed':
      return `${fact.reason === 'stolen' ? 'took the run over' : 'went on with the run'} on ${fact.operator.host}`
    case 'suspended':
      return `the run came to rest: ${fact.reason}`
    default:
      return factText(fact, runbook, section)
  }
}
