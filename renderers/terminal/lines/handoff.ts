import type { Effect } from '../../../engine/machine/types.ts'
import type { Handoff } from '../../../engine/run/notices.ts'
import type { RunView } from '../../../engine/run/performer.ts'
import { factText } from '../../facts.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { framed } from './frame.ts'

/** Facts that are told of what was done; the timeline tells all of them. */
const mostFacts = 10

/** What somebody who takes a run over must know: who let it rest and why, what was done, and what is open. */
export function handoffLines(
  { from, to, at, reason, note, open }: Handoff,
  view: RunView,
  look: Look,
): string[] {
  const { style } = look
  const done = doneLines(view)
  const left = done.length - mostFacts
  return [
    '',
    style.bold(
      from === to ? `${escapeLine(to)} goes on` : `handed over by ${escapeLine(from)} to ${escapeLine(to)}`,
    ),
    `it rested at ${at}: ${escapeLine(reason)}`,
    ...(note === undefined ? ['no note was left'] : ['note:', ...framed(note, look)]),
    done.length === 0 ? 'nothing was done yet' : 'done so far:',
    ...(left > 0 ? [`  … ${left} earlier: \`runbook runs show ${view.id}\``] : []),
    ...done.slice(-mostFacts),
    `open: ${openText(open)}`,
  ]
}

function doneLines({ events, machine }: RunView): string[] {
  return events.flatMap((event) => {
    if (!('section' in event) || event.type === 'waited') return []
    const runbook = machine.runbooks.get(event.runbook)
    const section = runbook?.sections.find(({ id }) => id === event.section)
    if (runbook === undefined) return []
    const by = event.by === undefined ? '' : ` (${event.by})`
    const text = `${section?.title ?? event.section}: ${factText(event, runbook, section)}${by}`
    return [`  │ ${escapeLine(text)}`]
  })
}

/** What the run wants next, in words. */
export function openText(effect: Effect): string {
  if (effect.kind === 'end') return `the run is over: ${effect.result}`
  return `${openWords[effect.kind]} \`${escapeLine(effect.section)}\``
}

const openWords: Readonly<Record<Exclude<Effect['kind'], 'end'>, string>> = {
  attempt: 'a command is to run in',
  together: 'checks are to run side by side in',
  tell: 'a message is to be sent in',
  confirm: 'a gate is to be confirmed in',
  choose: 'a branch is to be chosen in',
  tick: 'a checklist is to be ticked in',
  instruct: 'something is to be done by hand in',
  wait: 'the next try is waited for in',
  recover: 'a failure is to be answered in',
  settle: 'it is to be settled whether a command ran in',
}
