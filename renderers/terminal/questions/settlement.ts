import type { SettleChoice } from '../../../engine/machine/types.ts'
import type { Operator } from '../../../engine/run/operator.ts'
import { roleWords } from '../../facts.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { askKey, askNote, askReason, type Asking } from './asking.ts'
import { framed } from '../lines/frame.ts'
import { verdictLines } from '../lines/verdict.ts'

type SettleQuestion = Parameters<Operator['settle']>[0]

const settleKeys: Readonly<Record<SettleChoice, { key: string; text: string }>> = {
  verify: { key: 'v', text: 'run the verification again' },
  done: { key: 'd', text: 'it ran and is done: go on after it' },
  'not-done': { key: 'n', text: 'it did not run: it is asked again from its gate' },
  retry: { key: 'r', text: 'run it again, whatever the first start did' },
  suspend: { key: 's', text: 'suspend: find out first, then `runbook resume`' },
  stop: { key: 'q', text: 'stop the run' },
}

/** A command that may have run: the evidence, and what the operator can say about it. */
export async function askSettlement(
  asking: Asking,
  question: SettleQuestion,
  host: string,
  look: Look,
): Promise<Awaited<ReturnType<Operator['settle']>>> {
  const keys = question.effect.choices.map((choice) => ({ ...settleKeys[choice], means: choice }))
  const choice = await askKey(asking, doubtLines(question, host, look), keys, [
    '  the engine ended while this command ran, so nobody knows whether it took effect',
    '  look at the target yourself before you answer; running it twice may do harm',
  ])
  if (choice === undefined) return undefined
  if (choice === 'verify') return { choice }
  if (choice === 'suspend') {
    const note = await askNote(asking)
    return note === undefined ? { choice } : { choice, reason: note }
  }
  const reason = await askReason(asking, 'how do you know? ')
  return reason === undefined ? undefined : { choice, reason }
}

function doubtLines({ effect, section, view, traces }: SettleQuestion, host: string, look: Look): string[] {
  const block = section.blocks[effect.block]
  const doubt = view.events.findLast((event) => event.type === 'doubted')
  const role = block === undefined ? 'command' : roleWords[block.role]
  return [
    '',
    look.style.yellow(
      look.style.bold(
        `IN DOUBT: nobody knows whether this ${role} of ${escapeLine(section.title)} ran to its end`,
      ),
    ),
    'command:',
    ...framed(block?.script ?? '', look),
    `host: ${escapeLine(host)}`,
    `started: ${traces === undefined ? 'not known' : escapeLine(traces.startedAt)} (attempt ${effect.attempt})`,
    ...outputLines(traces, look),
    ...(doubt?.type === 'doubted' ? ['known:', ...framed(doubt.detail, look)] : []),
    ...proofLines(effect.evidence, effect, look),
  ]
}

function outputLines(traces: SettleQuestion['traces'], look: Look): string[] {
  if (traces === undefined || traces.output.length === 0) return ['last output: none']
  return ['last output:', ...framed(traces.output.join('\n'), look)]
}

function proofLines(
  evidence: SettleQuestion['effect']['evidence'],
  effect: SettleQuestion['effect'],
  look: Look,
): string[] {
  if (evidence === undefined) return ['verification: none in this section could tell']
  const { outcome, verdict } = evidence
  const event = { ...effect, at: outcome.endedAt, type: 'attempted' as const, outcome, verdict }
  return ['verification:', ...verdictLines(event, undefined, '', look)]
}
