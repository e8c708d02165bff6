import type { BlockPlace, RecoveryChoice, SettleChoice } from '../../../engine/machine/types.ts'
import type { Operator } from '../../../engine/run/types.ts'
import { edgeText } from '../../target.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { askKey, askLine, askReason, type Asking } from './asking.ts'
import { framed } from './frame.ts'
import { verdictLines } from './verdict.ts'

type RecoverQuestion = Parameters<Operator['recover']>[0]
type SettleQuestion = Parameters<Operator['settle']>[0]
type Recovery = NonNullable<Awaited<ReturnType<Operator['recover']>>>

const recoveryKeys: Readonly<Record<RecoveryChoice, string>> = {
  follow: 'f',
  retry: 'r',
  edit: 'e',
  skip: 'k',
  'roll-back': 'b',
  escalate: 'x',
  suspend: 's',
  stop: 'q',
  fail: 'z',
}

/** What an operator can do after a failure, one key each. */
export async function askRecovery(
  asking: Asking,
  question: RecoverQuestion,
  look: Look,
): Promise<Recovery | undefined> {
  const { choices, failure } = question.effect
  const keys = choices
    .filter((choice) => choice !== 'fail')
    .map((choice) => ({ key: recoveryKeys[choice], text: recoveryText(choice, question), means: choice }))
  const detail = failure.detail === undefined ? [] : framed(failure.detail, look)
  const lines = ['', look.style.bold(`${failureWords[failure.kind]}: how to go on?`), ...detail]
  const choice = await askKey(asking, lines, keys, recoveryHelp)
  return choice === undefined ? undefined : completeRecovery(asking, question, choice)
}

async function completeRecovery(
  asking: Asking,
  question: RecoverQuestion,
  choice: RecoveryChoice,
): Promise<Recovery | undefined> {
  if (choice === 'skip' || choice === 'stop') {
    const reason = await askReason(asking, `why ${choice}? `)
    return reason === undefined ? undefined : { choice, reason }
  }
  if (choice === 'escalate') return escalation(asking, question)
  if (choice === 'edit') return edition(asking, question)
  return { choice }
}

async function escalation(asking: Asking, { runbook }: RecoverQuestion): Promise<Recovery | undefined> {
  const usual = runbook.frontmatter.escalate?.to
  const answer = await askLine(asking, {
    lines: usual === undefined ? [] : ['the runbook names', `  │ ${escapeLine(usual)}`],
    prompt: usual === undefined ? 'escalate to whom? ' : 'escalate to whom? (Enter: as named above) ',
    explain: ['  a name or a team for the record'],
    optional: usual !== undefined,
    read: (line) => ({ to: line === '' ? (usual ?? '') : line }),
  })
  return answer === undefined ? undefined : { choice: 'escalate', to: answer.to }
}

async function edition(asking: Asking, { view }: RecoverQuestion): Promise<Recovery | undefined> {
  const inputs = [...view.bindings.values()].filter((binding) => !binding.secret && binding.from !== 'output')
  const answer = await askLine(asking, {
    lines: inputs.map((binding) => `  │ ${binding.name}=${escapeLine(binding.value)}`),
    prompt: 'NAME=VALUE: ',
    explain: ['  the new value of one of the inputs above; it counts from here on and stands in the record'],
    read: (line) => {
      const [, name = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/.exec(line) ?? []
      return inputs.some((input) => input.name === name)
        ? { inputs: { [name]: value } }
        : 'name one of the inputs above: NAME=VALUE'
    },
  })
  return answer === undefined ? undefined : { choice: 'edit', inputs: answer.inputs }
}

function recoveryText(choice: RecoveryChoice, { effect, runbook }: RecoverQuestion): string {
  if (choice === 'follow' && effect.ifItFails !== undefined)
    return `follow “If it fails” → ${escapeLine(edgeText(effect.ifItFails, runbook))}`
  if (choice === 'roll-back') return `roll back, newest first: ${effect.rollbacks.map(placeText).join(', ')}`
  return recoveryTexts[choice]
}

function placeText(place: BlockPlace): string {
  return escapeLine(place.section)
}

const recoveryTexts: Readonly<Record<RecoveryChoice, string>> = {
  follow: 'follow “If it fails”',
  retry: 'try again',
  edit: 'change an input and try again',
  skip: 'skip the rest of this section (with a reason; marked in the record)',
  'roll-back': 'roll back',
  escalate: 'escalate: the run ends, somebody else takes over',
  suspend: 'suspend: go on later with `runbook resume`',
  stop: 'stop the run (with a reason)',
  fail: 'end the run as failed',
}

const recoveryHelp = [
  '  nothing runs until you choose; what has run stays as it is',
  '  a retry asks its gates again; a rollback runs what the runbook has armed so far',
  '  suspend keeps everything: the same question is asked when the run is resumed',
]

const failureWords = {
  action: 'the action failed',
  verification: 'the verification did not hold',
  rollback: 'the rollback failed',
  read: 'the look failed',
  denied: 'the gate was refused',
  manual: 'the manual step failed',
  unticked: 'an item could not be ticked',
  exhausted: 'the bound is used up',
  called: 'the called runbook failed',
} as const

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
  if (choice === undefined || choice === 'verify' || choice === 'suspend')
    return choice === undefined ? undefined : { choice }
  const reason = await askReason(asking, 'how do you know? ')
  return reason === undefined ? undefined : { choice, reason }
}

function doubtLines({ effect, section, view }: SettleQuestion, host: string, look: Look): string[] {
  const block = section.blocks[effect.block]
  const doubt = view.events.findLast((event) => event.type === 'doubted')
  const { evidence } = effect
  return [
    '',
    look.style.yellow(
      look.style.bold(
        `IN DOUBT: it is not known whether this ran (attempt ${effect.attempt} on ${escapeLine(host)})`,
      ),
    ),
    ...framed(block?.script ?? '', look),
    ...(doubt?.type === 'doubted' ? framed(doubt.detail, look) : []),
    ...(evidence === undefined
      ? ['no verification of this section could tell']
      : [
          'the verification says',
          ...verdictLines(
            { at: evidence.outcome.endedAt, type: 'attempted', ...effect, ...evidence },
            undefined,
            '',
            look,
          ),
        ]),
  ]
}
