import type { Looked } from '../schemas/journal.ts'
import type { InRollback, RunEvent } from '../engine/machine/types.ts'
import type { Block, Branch, Runbook, Section } from '../engine/model.ts'
import type { Check, Outcome } from '../engine/outcome.ts'
import { between, duration } from './duration.ts'
import { edgeText } from './target.ts'

/** What a block is for, in words. */
export const roleWords: Readonly<Record<Block['role'], string>> = {
  read: 'look',
  action: 'action',
  verify: 'verification',
  rollback: 'rollback',
  ask: 'question',
  follow: 'watch',
  write: 'file',
  edit: 'edit',
  message: 'message',
}

/** `exited with 1`, `ended by SIGKILL`, `ran out of time`, … */
export function endedText(outcome: Outcome): string {
  switch (outcome.ended) {
    case 'exited':
      return `exited with ${outcome.code ?? 'no code'}${codeText(outcome.code)}`
    case 'signalled':
      return `ended by ${outcome.signal ?? 'a signal'}`
    case 'timed-out':
      return 'ran out of time'
    case 'stopped':
      return 'was stopped'
    case 'unstarted':
      return `did not start${outcome.detail === undefined ? '' : `: ${outcome.detail}`}`
  }
}

/** What shells mean by a status (POSIX 2.8.2): 128 and the number of a signal, 126 and 127 for what could not be run. */
function codeText(code: number | undefined): string {
  const word = code === undefined ? undefined : shellCodes[code]
  return word === undefined ? '' : ` (${word})`
}

const shellCodes: Readonly<Record<number, string>> = {
  126: 'a program could not be run',
  127: 'a program was not found',
  130: 'SIGINT',
  134: 'SIGABRT',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  141: 'SIGPIPE: what it wrote to had ended',
  143: 'SIGTERM',
}

/** How long a command took, in words. */
export function tookText(outcome: Outcome): string {
  return duration(between(outcome.startedAt, outcome.endedAt))
}

/** One condition on one line. */
export function checkText(check: Check): string {
  return `expected ${check.expected}, actual ${check.actual}`
}

/** One fact as a sentence without its subject and without a full stop. Holds untrusted text, unescaped. */
export function factText(event: RunEvent, runbook: Runbook, section: Section | undefined): string {
  switch (event.type) {
    case 'attempted':
      return attemptText(event, section)
    case 'doubted':
      return `${blockText(section, event)}: it is not known whether it ran (${event.detail})`
    case 'changed':
      return `${blockText(section, event)}: what would run is not what was confirmed, so it is asked again`
    case 'confirmed':
      return `confirmed the gate${beforeText(section, event)}`
    case 'denied':
      return deniedText(event, section)
    case 'chosen':
      return choiceText(event, runbook, section)
    case 'told':
      return toldText(event)
    case 'ticked':
      return `ticked “${itemText(section, event.item)}”${noteText(event.note)}`
    case 'unticked':
      return `did not tick “${itemText(section, event.item)}”${noteText(event.note)}`
    case 'did':
      return `manual step ${event.how}${noteText(event.note)}`
    case 'waited':
      return 'waited for the next try'
    case 'recovered':
      return recoveryText(event)
    case 'settled':
      return `settled the doubt: ${settleWords[event.choice]}${reasonText(event.reason)}`
    case 'stopped':
      return `stopped the run${reasonText(event.reason)}`
  }
}

/** What a look showed that was run once more. Holds untrusted text, unescaped. */
export function lookedText(event: Looked, runbook: Runbook, section: Section | undefined): string {
  const { outcome } = event
  const leads = leadsText(event, runbook, section)
  const ran = `${blockText(section, event)} again: ${endedText(outcome)} after ${tookText(outcome)}`
  return leads === undefined ? ran : `${ran}; ${leads}`
}

/** Where the conditions of a question lead now; nothing when it has none. Holds untrusted text, unescaped. */
export function leadsText(
  { taken, proposed }: Pick<Looked, 'taken' | 'proposed'>,
  runbook: Runbook,
  section: Section | undefined,
): string | undefined {
  const branches = section?.kind === 'decision' ? section.branches : []
  const before = taken === undefined ? undefined : branches[taken]
  const now = proposed === undefined ? undefined : branches[proposed]
  if (before === undefined || branches.every(({ condition }) => condition === undefined)) return undefined
  if (now === undefined) return `no condition holds now, “${before.answer}” was taken`
  if (now === before) return `the conditions still choose “${now.answer}”`
  return `the conditions now choose “${now.answer}” → ${edgeText(now.edge, runbook)}, “${before.answer}” was taken`
}

type Fact<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

function attemptText(event: Fact<'attempted'>, section: Section | undefined): string {
  const block = section?.blocks[event.block]
  const ended = `${endedText(event.outcome)} after ${tookText(event.outcome)}`
  const judged =
    block?.role === 'ask' ? '' : event.verdict.held ? ', as expected' : `: ${failed(event.verdict.checks)}`
  const again = event.attempt > 1 ? ` (attempt ${event.attempt})` : ''
  return `${blockText(section, event)} ${ended}${judged}${again}`
}

function failed(checks: readonly Check[]): string {
  return checks
    .filter((check) => !check.held)
    .map(checkText)
    .join('; ')
}

/** What an event happened to: a block, or the undoing of its change of a file. */
interface AtBlock extends InRollback {
  readonly block?: number
}

function blockText(section: Section | undefined, { block: index = -1, purpose }: AtBlock): string {
  const block = section?.blocks[index]
  if (block === undefined) return `block ${index + 1}`
  if (block.role === 'message') return 'posting of the message'
  const undo = purpose === 'rollback' && block.role !== 'rollback'
  return undo ? `undoing of the ${roleWords[block.role]}` : roleWords[block.role]
}

function beforeText(section: Section | undefined, event: AtBlock): string {
  return event.block === undefined ? '' : ` before the ${blockText(section, event)}`
}

function toldText({ edited, copied, missing = [] }: Fact<'told'>): string {
  const parts = [
    ...(edited ? ['edited'] : []),
    ...(copied ? ['copied'] : []),
    ...(missing.length > 0 ? [`without ${missing.join(', ')}`] : []),
  ]
  return `wrote the message${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`
}

function deniedText(event: Fact<'denied'>, section: Section | undefined): string {
  const message = event.block !== undefined && section?.blocks[event.block]?.role === 'message'
  const why = event.detail === undefined ? '' : ` (${event.detail})`
  return message ? `did not post the message${why}` : `refused the gate${beforeText(section, event)}${why}`
}

function choiceText(event: Fact<'chosen'>, runbook: Runbook, section: Section | undefined): string {
  const branch = section?.kind === 'decision' ? section.branches[event.branch] : undefined
  const proposed =
    section?.kind === 'decision' && event.proposed !== undefined
      ? section.branches[event.proposed]
      : undefined
  const answer =
    branch === undefined
      ? `branch ${event.branch + 1}`
      : `“${branch.answer}”${measuredText(event, branch)} → ${edgeText(branch.edge, runbook)}`
  if (event.from === 'conditions') return `the conditions chose ${answer}`
  if (proposed === undefined || event.proposed === event.branch)
    return `chose ${answer}${reasonText(event.reason)}`
  return `chose ${answer} instead of “${proposed.answer}”${reasonText(event.reason)}`
}

/** What was measured where the condition of the branch that was taken held: ` (actual 2)`. */
function measuredText(event: Fact<'chosen'>, branch: Branch | undefined): string {
  const check = event.checks?.find(({ expected, held }) => held && expected === branch?.condition?.text)
  if (check === undefined || branch?.condition?.kind === 'otherwise') return ''
  return ` (actual ${check.actual})`
}

function itemText(section: Section | undefined, index: number): string {
  return (section?.kind === 'checklist' ? section.items[index]?.text : undefined) ?? `item ${index + 1}`
}

function recoveryText(event: Fact<'recovered'>): string {
  const person = event.person === undefined ? '' : ` (${event.person} was told)`
  const to = event.to === undefined ? '' : ` to ${event.to}${person}`
  const inputs = Object.entries(event.inputs ?? {}).map(([name, value]) => `${name} = ${value}`)
  const edited = inputs.length === 0 ? '' : ` with ${inputs.join(', ')}`
  return `after the failure: ${recoveryWords[event.choice]}${to}${edited}${reasonText(event.reason)}`
}

const recoveryWords: Readonly<Record<Fact<'recovered'>['choice'], string>> = {
  follow: 'followed “If it fails”',
  retry: 'tried again',
  edit: 'changed inputs and tried again',
  skip: 'skipped what failed',
  'roll-back': 'rolled back',
  escalate: 'escalated',
  stop: 'stopped',
  fail: 'gave up',
}

const settleWords: Readonly<Record<Fact<'settled'>['choice'], string>> = {
  verify: 'verify again',
  done: 'it was done',
  'not-done': 'it was not done',
  retry: 'run it again',
  stop: 'stop',
}

function noteText(note: string | undefined): string {
  return note === undefined || note === '' ? '' : ` (note: ${note})`
}

function reasonText(reason: string | undefined): string {
  return reason === undefined || reason === '' ? '' : `, because: ${reason}`
}
