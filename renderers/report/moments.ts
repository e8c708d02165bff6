import type { Moment } from '../../engine/run/report.ts'
import type { Runbook } from '../../engine/model.ts'
import { factText, lookedText } from '../facts.ts'
import { reminderOf } from '../reminders.ts'

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

/** What a reminder that was shown said. */
function reminderText(fact: Extract<Moment['fact'], { type: 'reminded' }>, runbook: Runbook): string {
  const said = reminderOf(fact, runbook)
  return said === undefined ? 'showed a reminder' : `reminded: ${said}`
}

/** What happened, as a sentence without its subject. Holds untrusted text, unescaped. */
export function momentText({ fact, runbook, section }: Moment): string {
  switch (fact.type) {
    case 'began':
      return `started the run of ${fact.runbook}${fact.lab === undefined ? '' : ` against the lab ${fact.lab}`}`
    case 'resumed':
      return `${fact.reason === 'stolen' ? 'took the run over' : 'went on with the run'} on ${fact.operator.host}${fact.note === undefined ? '' : ` (note: ${fact.note})`}`
    case 'suspended':
      return `the run came to rest: ${fact.reason}${fact.note === undefined ? '' : ` (note: ${fact.note})`}`
    case 'reminded':
      return reminderText(fact, runbook)
    case 'notified':
      return `told ${fact.person} (${fact.to})`
    case 'looked':
      return lookedText(fact, runbook, section)
    case 'shelled':
      return `opened a shell with the environment of the run; it ended with ${fact.status}`
    default:
      return factText(fact, runbook, section)
  }
}
