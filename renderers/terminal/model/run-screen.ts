import type { BlockPlace, Place } from '../../../engine/machine/types.ts'
import type { Block, Runbook, Section } from '../../../engine/model.ts'
import type { Command } from '../../../engine/run/commands.ts'
import type { Notice } from '../../../engine/run/notices.ts'
import type { RunView } from '../../../engine/run/performer.ts'
import { reminderOf } from '../../reminders.ts'
import { escapeLine } from '../escape.ts'
import { boxText, elapsedText, overranText, remindersDue } from '../lines/clock.ts'
import { openText } from '../lines/handoff.ts'
import type { Entry } from './entry.ts'
import { judged, looked, type Judged } from './judging.ts'
import { KeptOutput } from './kept-output.ts'
import { entered, marked, type Visit } from './trail.ts'

/** A command that runs now, or ran last. */
export interface ShownCommand {
  readonly command: Command
  /** Which start of it, counted from 1. */
  readonly attempt: number
  readonly section?: Section
  readonly block?: Block
  readonly output: KeptOutput
  /** It is tried until its expectation holds; what a try shows is held back until then. */
  readonly polls: boolean
  /** Milliseconds since 1970 of its start; of the first try when it is polled. */
  readonly since: number
  readonly running: boolean
}

/** A verification that is tried again and again. */
export interface Poll {
  readonly key: string
  readonly tries: number
  /** What the last try showed. */
  readonly expected?: string
  readonly actual?: string
  /** The next try and the last moment for one, as ISO instants. */
  readonly until?: string
  readonly deadline?: string
}

/** What a terminal shows of a run, whatever its form. */
export interface RunScreen {
  readonly view?: RunView
  /** The runbook that was started. */
  readonly runbook?: Runbook
  /** Where the run stands. */
  readonly at?: { readonly place: Place; readonly runbook: Runbook; readonly section: Section }
  readonly trail: readonly Visit[]
  readonly command?: ShownCommand
  readonly poll?: Poll
  /** A try that did not hold: a failure, unless the next thing is another try. */
  readonly undecided: readonly Entry[]
  /** Whoever looks on is asked nothing, and has not seen what stood in a question. */
  readonly watched?: true
  /** Digest of the command that stood in the last gate. */
  readonly confirmed?: string
  /** Milliseconds of the run until which reminders were said. */
  readonly reminded: number
  readonly over: boolean
}

export const nothingYet: RunScreen = { trail: [], undecided: [], reminded: -1, over: false }

/** The screen after something happened, and what is new in the transcript. */
export interface Turned {
  readonly screen: RunScreen
  readonly entries: readonly Entry[]
}

/**
 * Takes one notice in. Pure but for a command's {@link KeptOutput}, which takes its bytes. `now`: milliseconds since 1970.
 */
export function take(screen: RunScreen, notice: Notice, now: number): Turned {
  if (notice.kind === 'output') {
    screen.command?.output.add(notice.stream, notice.bytes)
    return { screen, entries: [] }
  }
  if (notice.kind === 'waiting') return waiting(screen, notice)
  const settled = settle(screen)
  const timed = notice.kind === 'started' ? settled : remind(settled.screen, momentOf(settled.screen, now))
  const turned = turn(timed.screen, notice, now)
  const before = timed === settled ? settled.entries : [...settled.entries, ...timed.entries]
  return { screen: turned.screen, entries: [...before, ...turned.entries] }
}

/** Decides that no other try follows: what was held back stands in the transcript. */
export function settle(screen: RunScreen): Turned {
  return screen.undecided.length === 0
    ? { screen, entries: [] }
    : { screen: { ...unpolled(screen), undecided: [] }, entries: screen.undecided }
}

/** What has become due since the last time: half of the target, all of it, the time to escalate. */
export function remind(screen: RunScreen, now: number): Turned {
  const { view, runbook, reminded } = screen
  if (view === undefined || runbook === undefined) return { screen, entries: [] }
  const used = now - Date.parse(view.startedAt)
  const due = remindersDue(runbook.frontmatter, reminded, used)
  const entries = due.map((text) => ({ kind: 'time' as const, text }))
  return { screen: { ...screen, reminded: Math.max(used, reminded) }, entries }
}

type Kind<K extends Notice['kind']> = Extract<Notice, { kind: K }>

function turn(screen: RunScreen, notice: Exclude<Notice, Kind<'output' | 'waiting'>>, now: number): Turned {
  switch (notice.kind) {
    case 'started':
      return start(screen, notice, now)
    case 'entered':
      return enter(screen, notice, now)
    case 'command':
      return command(screen, notice, now)
    case 'reminded': {
      const text = reminderOf(notice.due, notice.runbook)
      return { screen, entries: text === undefined ? [] : [{ kind: 'time', text: escapeLine(text) }] }
    }
    case 'notified': {
      const text = `${escapeLine(notice.person)} (${escapeLine(notice.to)}) was told`
      return { screen, entries: [{ kind: 'time', text }] }
    }
    case 'asked':
      return {
        screen,
        entries: [{ kind: 'said', lines: [`waits for an answer: ${openText(notice.effect)}`] }],
      }
    case 'overran':
      return { screen, entries: [{ kind: 'time', text: overranText(notice.open) }] }
    case 'together':
      return checks(screen, notice)
    case 'gathered':
      return gathered(screen, notice, now)
    case 'happened':
      return happened(screen, notice, now)
    case 'looked':
      return { screen: ended(screen), entries: looked(notice, screen.command, elapsed(screen, now)) }
    case 'warned':
      return { screen, entries: [{ ...notice, kind: 'note' }] }
    case 'ended': {
      const { view, effect } = notice
      const entry = { kind: 'end' as const, view, effect, elapsed: elapsed(screen, now) }
      return { screen: { ...screen, view, over: true }, entries: [entry] }
    }
    case 'suspended':
      return { screen: { ...screen, view: notice.view, over: true }, entries: [notice] }
  }
}

function start(screen: RunScreen, notice: Kind<'started'>, now: number): Turned {
  const { view, runbook, watched } = notice
  const entry = { ...notice, kind: 'header' as const }
  const begun = { ...screen, view, runbook, ...(watched ? { watched } : {}) }
  const reminded = remind(begun, momentOf(begun, now))
  return { screen: reminded.screen, entries: [entry, ...reminded.entries] }
}

function enter(screen: RunScreen, { place, runbook, section, boxes }: Kind<'entered'>, now: number): Turned {
  const trail = entered(screen.trail, place, section)
  const shown = boxes.map((open) => boxText(open, now))
  const entry = { kind: 'section' as const, runbook, section, elapsed: elapsed(screen, now), boxes: shown }
  return { screen: { ...unpolled(screen), trail, at: { place, runbook, section } }, entries: [entry] }
}

function command(screen: RunScreen, { command: shown, effect }: Kind<'command'>, now: number): Turned {
  const section = sectionAt(screen, effect)
  const block = section?.blocks[effect.block]
  const polls =
    block?.expectation?.within !== undefined && effect.purpose !== 'check-first' && effect.purpose !== 'look'
  const key = keyOf(effect)
  const again = polls && screen.poll?.key === key
  const { poll: last, ...rest } = screen
  const poll: Poll | undefined = again ? { ...last, key, tries: (last?.tries ?? 0) + 1 } : { key, tries: 1 }
  const running: ShownCommand = {
    command: shown,
    attempt: effect.attempt,
    ...(section === undefined ? {} : { section }),
    ...(block === undefined ? {} : { block }),
    output: new KeptOutput(),
    polls,
    since: again ? (screen.command?.since ?? now) : now,
    running: true,
  }
  const entry = {
    kind: 'command' as const,
    command: shown,
    purpose: effect.purpose,
    ...(section === undefined ? {} : { section }),
    ...(block === undefined ? {} : { block }),
    seen: shown.digest === screen.confirmed,
  }
  return { screen: { ...rest, ...(polls ? { poll } : {}), command: running }, entries: again ? [] : [entry] }
}

function checks(screen: RunScreen, { effect, commands }: Kind<'together'>): Turned {
  const section = sectionAt(screen, effect)
  const { command: _command, ...rest } = unpolled(screen)
  return { screen: rest, entries: section === undefined ? [] : [{ kind: 'checks', section, commands }] }
}

function gathered(screen: RunScreen, notice: Kind<'gathered'>, now: number): Turned {
  const directory = screen.view?.directory ?? ''
  return { screen, entries: [{ ...notice, elapsed: elapsed(screen, now), directory }] }
}

/** A check that runs side by side with others is told with them. */
function isGathered({ section, event }: Kind<'happened'>): boolean {
  const block = event.type === 'attempted' ? section.blocks[event.block] : undefined
  return section.sideBySide === true && block?.role === 'read'
}

function waiting(screen: RunScreen, { until, deadline }: Kind<'waiting'>): Turned {
  const { poll } = screen
  const next = { until, ...(deadline === undefined ? {} : { deadline }) }
  const waits = poll === undefined ? {} : { poll: { ...poll, ...next } }
  return { screen: { ...screen, undecided: [], ...waits }, entries: [] }
}

function happened(screen: RunScreen, notice: Kind<'happened'>, now: number): Turned {
  const { event, section } = notice
  const trail = marked(screen.trail, event)
  if (isGathered(notice)) return { screen: { ...screen, trail }, entries: [] }
  if (event.type === 'attempted') return judge({ ...screen, trail }, { ...notice, event }, now)
  if (event.type === 'waited') return { screen, entries: [] }
  const fact = { ...notice, kind: 'fact' as const }
  if (event.type === 'told' && event.by === 'engine')
    return { screen: { ...screen, trail }, entries: [{ kind: 'message', text: event.text }, fact] }
  if (event.type !== 'confirmed') return { screen: { ...screen, trail }, entries: [fact] }
  const gate = section.gates[event.gate]
  const seen = screen.watched !== true && event.by?.startsWith('--') !== true
  const { confirmed: _confirmed, ...rest } = screen
  return {
    screen: { ...rest, trail, ...(seen ? { confirmed: event.digest } : {}) },
    entries: seen || gate === undefined ? [fact] : [{ kind: 'passed', gate }, fact],
  }
}

function judge(screen: RunScreen, notice: Judged['notice'], now: number): Turned {
  const { command: shown, poll } = screen
  const entries = judged({ notice, shown, view: screen.view, elapsed: elapsed(screen, now) })
  if (shown?.polls !== true || notice.event.verdict.held) return { screen: ended(unpolled(screen)), entries }
  const failed = notice.event.verdict.checks.find((check) => !check.held)
  const last = failed === undefined ? {} : { expected: failed.expected, actual: failed.actual }
  const tried = poll === undefined ? {} : { poll: { ...poll, ...last } }
  return { screen: { ...ended(screen), ...tried, undecided: entries }, entries: [] }
}

/** The screen when nothing is tried again. */
function unpolled(screen: RunScreen): RunScreen {
  const { poll: _poll, ...rest } = screen
  return rest
}

/** The screen when the command that ran has ended. */
function ended(screen: RunScreen): RunScreen {
  return screen.command === undefined ? screen : { ...screen, command: { ...screen.command, running: false } }
}

function elapsed(screen: RunScreen, now: number): string {
  const { view, runbook } = screen
  if (view === undefined || runbook === undefined) return ''
  return elapsedText(view.startedAt, runbook.frontmatter, momentOf(screen, now))
}

/** The moment of what is told: now, or what the record says. */
function momentOf({ view, watched }: RunScreen, now: number): number {
  return watched && view !== undefined ? Date.parse(view.events.at(-1)?.at ?? view.startedAt) : now
}

function sectionAt({ view }: RunScreen, place: Place): Section | undefined {
  return view?.machine.runbooks.get(place.runbook)?.sections.find(({ id }) => id === place.section)
}

function keyOf({ frame, runbook, section, block }: BlockPlace): string {
  return `${frame} ${runbook} ${section} ${block}`
}
