import type { BlockPlace, RecoveryChoice } from '../../../engine/machine/types.ts'
import type { EscalationLevel, InputDeclaration } from '../../../engine/model.ts'
import type { Binding } from '../../../engine/run/commands.ts'
import type { Operator } from '../../../engine/run/operator.ts'
import { edgeText } from '../../target.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { askKey, askLine, askNote, askReason, type Asking } from './asking.ts'
import { framed } from '../lines/frame.ts'

type RecoverQuestion = Parameters<Operator['recover']>[0]
type Recovery = NonNullable<Awaited<ReturnType<Operator['recover']>>>

/** Why a value cannot be used for an input, in words that follow its name; nothing when it can. */
export type ProblemOf = (value: string, declaration: InputDeclaration) => string | undefined

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
  problemOf: ProblemOf,
  look: Look,
): Promise<Recovery | undefined> {
  const { choices, failure } = question.effect
  const keys = choices
    .filter((choice) => choice !== 'fail' && (choice !== 'edit' || editable(question).length > 0))
    .map((choice) => ({ key: recoveryKeys[choice], text: recoveryText(choice, question), means: choice }))
  const diagnose = { key: 'd', text: diagnosisText(question), means: 'diagnose' as const }
  const shell = { key: '!', text: shellText, means: 'shell' as const }
  const detail = failure.detail === undefined ? [] : framed(failure.detail, look)
  const lines = ['', look.style.bold(`${failureWords[failure.kind]}: how to go on?`), ...detail]
  const choice = await askKey<Recovery['choice']>(
    asking,
    lines,
    [
      ...keys,
      ...(question.diagnosis.length > 0 ? [diagnose] : []),
      ...(question.shell === true ? [shell] : []),
    ],
    recoveryHelp,
  )
  return choice === undefined ? undefined : completeRecovery(asking, question, choice, problemOf)
}

async function completeRecovery(
  asking: Asking,
  question: RecoverQuestion,
  choice: Recovery['choice'],
  problemOf: ProblemOf,
): Promise<Recovery | undefined> {
  if (choice === 'skip' || choice === 'stop') {
    const reason = await askReason(asking, `why ${choice}? `)
    return reason === undefined ? undefined : { choice, reason }
  }
  if (choice === 'suspend') {
    const reason = await askNote(asking)
    return reason === undefined ? { choice } : { choice, reason }
  }
  if (choice === 'escalate') return escalation(asking, question)
  if (choice === 'edit') return edition(asking, question, problemOf)
  return { choice }
}

/** To whom it goes, a level of the runbook or somebody else, and which person took it. */
async function escalation(asking: Asking, { runbook }: RecoverQuestion): Promise<Recovery | undefined> {
  const levels = runbook.frontmatter.escalate
  const answer = await askLine(asking, {
    lines: levels.length === 0 ? [] : ['the runbook names', ...levels.map(levelLine)],
    prompt: promptFor(levels.length),
    explain: ['  a level above by its number, or a name or a team for the record'],
    optional: levels.length > 0,
    read: (line) => levelOf(line, levels),
  })
  if (answer === undefined) return undefined
  const person = await askLine(asking, {
    lines: [],
    prompt: 'which person was told? [a name; Enter: nobody yet] ',
    explain: ['  the name stands in the record, with the time'],
    optional: true,
    read: (line) => (line === '' ? {} : { person: line }),
  })
  return person === undefined ? undefined : { choice: 'escalate', ...answer, ...person }
}

function promptFor(levels: number): string {
  if (levels === 0) return 'escalate to whom? '
  return levels === 1
    ? 'escalate to whom? (Enter: as named above) '
    : 'escalate to whom? [number, or a name; Enter: 1] '
}

function levelLine({ to, authority }: EscalationLevel, index: number): string {
  const may = authority === undefined ? '' : ` (${escapeLine(authority)})`
  return `  │ ${index + 1}  ${escapeLine(to)}${may}`
}

function levelOf(line: string, levels: readonly EscalationLevel[]): { to: string; level?: number } {
  const index = line === '' ? 0 : /^\d+$/.test(line) ? Number(line) - 1 : -1
  const level = levels[index]
  return level === undefined ? { to: line } : { to: level.to, level: index }
}

async function edition(
  asking: Asking,
  question: RecoverQuestion,
  problemOf: ProblemOf,
): Promise<Recovery | undefined> {
  const inputs = editable(question)
  const answer = await askLine(asking, {
    lines: inputs.map((binding) => `  │ ${binding.name}=${escapeLine(binding.value)}`),
    prompt: 'NAME=VALUE: ',
    explain: ['  the new value of one of the inputs above; it counts from here on and stands in the record'],
    read: (line) => {
      const [, name = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/.exec(line) ?? []
      if (!inputs.some((input) => input.name === name)) return 'name one of the inputs above: NAME=VALUE'
      const declaration = declarationOf(name, question)
      const problem = declaration === undefined ? undefined : problemOf(value, declaration)
      return problem === undefined ? { inputs: { [name]: value } } : `that value ${escapeLine(problem)}`
    },
  })
  return answer === undefined ? undefined : { choice: 'edit', inputs: answer.inputs }
}

/** The inputs that an operator may give or change: neither secret nor taken from an output. */
function editable({ runbook, view }: RecoverQuestion): { readonly name: string; readonly value: string }[] {
  const given = [...view.bindings.values()].filter(
    (binding: Binding) => !binding.secret && binding.from !== 'output',
  )
  return [...missingIn({ runbook, view }).map((name) => ({ name, value: '' })), ...given]
}

/** What the runbook at work wants and nobody has given; secrets come when the run is resumed. */
function missingIn({ runbook, view }: Pick<RecoverQuestion, 'runbook' | 'view'>): string[] {
  return Object.entries(runbook.frontmatter.inputs)
    .filter(([name, { type }]) => type !== 'secret' && !view.bindings.has(name))
    .map(([name]) => name)
}

/** The declaration that counted when the run began: the started runbook's, else another's. */
function declarationOf(name: string, { view: { machine } }: RecoverQuestion): InputDeclaration | undefined {
  const start = machine.runbooks.get(machine.start)
  const all = [...(start === undefined ? [] : [start]), ...machine.runbooks.values()]
  return all.map(({ frontmatter }) => frontmatter.inputs[name]).find((found) => found !== undefined)
}

function recoveryText(choice: RecoveryChoice, question: RecoverQuestion): string {
  const { effect, runbook } = question
  if (choice === 'edit' && missingIn(question).length > 0) return giveText
  if (choice === 'follow' && effect.ifItFails !== undefined)
    return `follow “If it fails” → ${escapeLine(edgeText(effect.ifItFails, runbook))}`
  if (choice === 'skip') return skipTexts[effect.failure.kind] ?? recoveryTexts.skip
  if (choice === 'roll-back') return `roll back, newest first: ${effect.rollbacks.map(placeText).join(', ')}`
  return recoveryTexts[choice]
}

/** Which sections look once more. */
function diagnosisText({ diagnosis }: RecoverQuestion): string {
  const titles = diagnosis.map(({ title }) => `“${escapeLine(title)}”`)
  return `run the diagnosis again: ${titles.join(', ')}`
}

function placeText(place: BlockPlace): string {
  return escapeLine(place.section)
}

const recoveryTexts: Readonly<Record<RecoveryChoice, string>> = {
  follow: 'follow “If it fails”',
  retry: 'try again',
  edit: 'change an input and try again',
  skip: 'skip what failed and go on after it (with a reason; marked in the record)',
  'roll-back': 'roll back',
  escalate: 'escalate: the run ends, somebody else takes over',
  suspend: 'suspend: go on later with `runbook resume`',
  stop: 'stop the run (with a reason)',
  fail: 'end the run as failed',
}

const giveText = 'give an input that is missing, or change one, and try again'
const skipTexts: Readonly<Partial<Record<keyof typeof failureWords, string>>> = {
  rollback: 'leave this rollback out (with a reason; marked in the record)',
  denied: 'skip what was refused and go on after it (with a reason; marked in the record)',
}

const shellText = 'open a shell with the environment of the run (that it was opened is recorded)'

const recoveryHelp = [
  '  nothing runs until you choose; what has run stays as it is',
  '  a retry asks its gates again; a rollback runs what the runbook has armed so far',
  '  the diagnosis only looks, and the run stays here; where it leads now is said and recorded',
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
