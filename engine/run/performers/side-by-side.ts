import type { BlockPlace, Effect, RunEvent } from '../../machine/types.ts'
import type { Outcome } from '../../outcome.ts'
import { LostCommand } from '../command/overseer.ts'
import { crashPoint } from '../crash-points.ts'
import { interruptionReasons, orInterrupted } from '../interrupts.ts'
import { samePlace } from '../run.ts'
import { sectionOf } from '../runner.ts'
import type { Command, Running } from '../commands.ts'
import type { Performed, RunView } from '../performer.ts'
import { intend, unstarted } from './attempt.ts'
import { blockAt, placeOf, prepareAt, questionAt, suspended, type LiveDoors } from './doors.ts'
import { verdictOf } from './verdict.ts'

type Together = Extract<Effect, { kind: 'together' }>
type Ended = Extract<RunEvent, { type: 'attempted' | 'doubted' }>

/** One check of several, by its place and the number of its start. */
interface Check {
  readonly place: BlockPlace
  readonly attempt: number
}

/** A check that is on its way: what it comes to, and how it is stopped while it runs. */
interface Flight {
  readonly landed: Promise<{ readonly check: Check; readonly event: Ended }>
  readonly running?: Running
}

/**
 * Performs checks side by side: all of them are made ready, then every intent is written, then all are started. Each
 * turn gives the fact of one that has ended; the others stay on their way for the turns that follow. After a crash each is
 * looked for by itself: what runs is waited for, what has ended is adopted, and what is lost is told so.
 */
export class SideBySide {
  readonly #doors: LiveDoors
  readonly #flights = new Map<string, Flight>()

  constructor(doors: LiveDoors) {
    this.#doors = doors
  }

  async perform(effect: Together, view: RunView): Promise<Performed> {
    const checks = effect.attempts.map(({ block, attempt }): Check => ({
      place: { ...placeOf(effect), block },
      attempt,
    }))
    const fresh = checks.filter((check) => !this.#flights.has(keyOf(check)))
    const refused = fresh.length === 0 ? undefined : await this.#launch(effect, fresh, view)
    return refused ?? this.#next(effect, checks, view)
  }

  async #launch(effect: Together, fresh: readonly Check[], view: RunView): Promise<Performed | undefined> {
    const anew: Check[] = []
    for (const check of fresh) if (!(await this.#takeUp(check, view))) anew.push(check)
    const ready: { readonly check: Check; readonly command: Command }[] = []
    for (const check of anew) {
      const command = await prepareAt(check.place, view, this.#doors, { purpose: 'work' })
      if ('reason' in command) this.#fail(check, `${command.reason}: ${command.help}`, view)
      else ready.push({ check, command })
    }
    const refused = await this.#askToProceed(effect, ready, view)
    if (refused !== undefined) return refused
    if (ready.length === 0) return undefined
    const doors = this.#doors
    doors.observe({ kind: 'together', effect, commands: ready.map(({ command }) => command) })
    for (const { check, command } of ready) {
      intend(command, { doors, place: check.place, effect: { attempt: check.attempt, purpose: 'work' } })
    }
    doors.run.assertHeld()
    for (const { check, command } of ready) await this.#start(check, command, view)
    return undefined
  }

  /** Looks for a check that an earlier engine may have started; false when it provably never was. */
  async #takeUp(check: Check, view: RunView): Promise<boolean> {
    const { run, commands } = this.#doors
    const intended = run.pending.some((one) => samePlace(one, check.place) && one.attempt === check.attempt)
    if (!intended) return false
    const found = await commands.find(check, true)
    if (found.state === 'never-started') return false
    if (found.state === 'running') this.#watch(check, found.running, view)
    else if (found.state === 'finished') this.#land(check, Promise.resolve(found.outcome), view)
    else this.#doubt(check, found.detail)
    return true
  }

  async #askToProceed(
    effect: Together,
    ready: readonly { readonly command: Command }[],
    view: RunView,
  ): Promise<Performed | undefined> {
    const { step, operator, interrupts } = this.#doors
    if (!step) return undefined
    for (const { command } of ready) {
      const asked = await orInterrupted(
        operator.proceed({ ...questionAt(effect, view), command }),
        interrupts.signal,
      )
      if ('interrupted' in asked) return suspended(asked.interrupted, interruptionReasons[asked.interrupted])
      if (asked.value === undefined)
        return suspended('unanswered', `nobody said to go on at \`${effect.section}\``)
      if (!asked.value.yes) return suspended('operator', `the operator paused before \`${effect.section}\``)
    }
    return undefined
  }

  async #start(check: Check, command: Command, view: RunView): Promise<void> {
    crashPoint('before-start')
    try {
      const running = await this.#doors.commands.start(command, check, true)
      crashPoint('after-start')
      this.#watch(check, running, view)
    } catch (error) {
      this.#fly(check, this.#lost(check, error, view))
    }
  }

  #watch(check: Check, running: Running, view: RunView): void {
    this.#land(check, running.outcome, view, running)
  }

  #land(check: Check, outcome: Promise<Outcome>, view: RunView, running?: Running): void {
    const landed = outcome.then(
      (ended) => this.#ended(check, ended, view),
      (error: unknown) => this.#lost(check, error, view),
    )
    this.#fly(check, landed, running)
  }

  #fly(check: Check, landed: Flight['landed'], running?: Running): void {
    landed.catch(() => undefined)
    this.#flights.set(keyOf(check), { landed, ...(running === undefined ? {} : { running }) })
  }

  #fail(check: Check, detail: string, view: RunView): void {
    this.#land(check, Promise.resolve(unstarted(detail, this.#doors)), view)
  }

  #doubt(check: Check, detail: string): void {
    this.#fly(check, Promise.resolve({ check, event: this.#doubted(check, detail) }))
  }

  /** What a check exported stays with it: the order in which checks end must not matter to what comes after them. */
  async #ended(check: Check, { session: _session, ...outcome }: Outcome, view: RunView) {
    const { place, attempt } = check
    const verdict = await verdictOf(outcome, blockAt(place, view), view)
    const at = this.#doors.clock.now()
    return { check, event: { at, ...place, type: 'attempted', attempt, outcome, verdict } as const }
  }

  /** The supervisor is gone: what is known of the check is asked, never assumed. */
  async #lost(check: Check, error: unknown, view: RunView) {
    if (!(error instanceof LostCommand)) throw error
    const found = await this.#doors.commands.find(check, true)
    if (found.state === 'finished') return this.#ended(check, found.outcome, view)
    const detail = found.state === 'unknown' ? found.detail : error.message
    return { check, event: this.#doubted(check, detail) }
  }

  #doubted({ place, attempt }: Check, detail: string): Ended {
    return { at: this.#doors.clock.now(), ...place, type: 'doubted', attempt, detail }
  }

  /** The fact of the next check that ends. Ctrl-C twice stops them all; TERM leaves them to their supervisor. */
  async #next(effect: Together, checks: readonly Check[], view: RunView): Promise<Performed> {
    const flights = checks.flatMap((check) => this.#flights.get(keyOf(check)) ?? [])
    const first = Promise.race(flights.map(({ landed }) => landed))
    const { interrupts, run } = this.#doors
    try {
      const next = await orInterrupted(first, interrupts.signal)
      const why = 'interrupted' in next ? next.interrupted : undefined
      if (why === 'terminated')
        return suspended(why, `${interruptionReasons[why]}; the checks of \`${effect.section}\` go on`)
      if (why === 'interrupted') for (const { running } of flights) running?.stop()
      const { check, event } = await first
      crashPoint('after-exit')
      this.#flights.delete(keyOf(check))
      this.#gathered(effect, event, view)
      return { kind: 'event', event }
    } catch (error) {
      run.assertHeld()
      throw error
    }
  }

  /** Says how all of them went, once, with the fact of the last. */
  #gathered(effect: Together, last: Ended, view: RunView): void {
    if (effect.attempts.length > 1 || last.type !== 'attempted') return
    const { runbook, section } = sectionOf(view, effect)
    const events = section.blocks.flatMap(({ index }) => {
      const place = { ...placeOf(effect), block: index }
      const all = [...view.events, last]
      const event = all.findLast((one) => one.type === 'attempted' && samePlace(one, place))
      return event?.type === 'attempted' && section.blocks[index]?.role === 'read' ? [event] : []
    })
    this.#doors.observe({ kind: 'gathered', runbook, section, events })
  }
}

function keyOf({ place, attempt }: Check): string {
  return `${place.frame} ${place.runbook} ${place.section} ${place.block} ${attempt}`
}
