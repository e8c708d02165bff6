import type { Notified, Reminded } from '../../schemas/journal.ts'
import type { Place, RunMachine } from '../machine/types.ts'
import type { EscalationLevel, Reminder, Runbook, TimeBox } from '../model.ts'
import { Stays, type Stay } from './stays.ts'

/** A reminder whose time has come, or a level of the escalation; `due` is when it came. */
export interface Due extends Pick<Reminded, 'of' | 'frame' | 'runbook' | 'id' | 'index' | 'due'> {}

/** A time box that goes on: ISO instant of its beginning. */
export interface OpenBox {
  readonly of: 'phase' | 'section'
  readonly title: string
  readonly box: TimeBox
  readonly since: string
}

/** A level whose time has come and of which nobody said yet who was told. */
export interface Untold {
  readonly index: number
  readonly level: EscalationLevel
}

/**
 * What goes by the clock in one run. It is told where the run stands, and what was shown and answered; it works out what
 * is due from absolute times, so that a run that rested goes on as if the clock had never stopped.
 */
export class Times {
  readonly #machine: RunMachine
  readonly #startedAt: string
  readonly #stays = new Stays()
  /** When each reminder was due the last time that it was shown. */
  readonly #shown = new Map<string, string>()
  readonly #told = new Set<number>()

  constructor(machine: RunMachine, startedAt: string) {
    this.#machine = machine
    this.#startedAt = startedAt
  }

  /** The run stands there from an instant on: a place for each runbook at work. */
  moved(places: readonly Place[], at: string): void {
    this.#stays.moved(this.#machine, places, at)
  }

  noted(record: Reminded | Notified): void {
    if (record.type === 'notified') this.#told.add(record.level)
    else this.#shown.set(keyOf(record), record.due)
  }

  /** What is due at an ISO instant and was not shown. Of a reminder that came several times, only the last is told. */
  dues(now: string): Due[] {
    const reminders = this.#stays.open.flatMap((stay) =>
      remindersOf(stay, this.#machine).flatMap((reminder, index): Due[] => {
        const due = dueAt(reminder, stay.since, now)
        const { of, frame, runbook, id } = stay
        return due === undefined ? [] : [{ of, frame, runbook, ...(of === 'run' ? {} : { id }), index, due }]
      }),
    )
    return [...reminders, ...this.#levels(now)].filter((due) => (this.#shown.get(keyOf(due)) ?? '') < due.due)
  }

  /** Where the run stood and stands. */
  get stays(): readonly Stay[] {
    return this.#stays.all
  }

  /** The time boxes in which the run stands, outermost first. */
  get boxes(): OpenBox[] {
    return this.#stays.open.flatMap(({ of, runbook, id, since }): OpenBox[] => {
      if (of === 'run') return []
      const holder = holderOf(this.#machine.runbooks.get(runbook), of, id)
      return holder?.timeBox === undefined ? [] : [{ of, title: holder.title, box: holder.timeBox, since }]
    })
  }

  /** The levels that were shown and of which nobody said who was told. */
  get untold(): Untold[] {
    return this.#escalation.flatMap((level, index) => {
      const isShown = this.#shown.has(keyOf({ of: 'level', frame: 0, runbook: this.#machine.start, index }))
      return isShown && !this.#told.has(index) ? [{ index, level }] : []
    })
  }

  /** Whether anything in these runbooks goes by the clock. */
  get hasAny(): boolean {
    const timed = (one: { readonly reminders: readonly Reminder[]; readonly timeBox?: TimeBox }) =>
      one.reminders.length > 0 || one.timeBox !== undefined
    return (
      this.#escalation.some(({ after }) => after !== undefined) ||
      [...this.#machine.runbooks.values()].some(
        ({ reminders, phases, sections }) =>
          reminders.length > 0 || phases.some(timed) || sections.some(timed),
      )
    )
  }

  get #escalation(): readonly EscalationLevel[] {
    return this.#machine.runbooks.get(this.#machine.start)?.frontmatter.escalate ?? []
  }

  #levels(now: string): Due[] {
    return this.#escalation.flatMap(({ after }, index): Due[] => {
      if (after === undefined) return []
      const due = instant(Date.parse(this.#startedAt) + after)
      return due > now ? [] : [{ of: 'level', frame: 0, runbook: this.#machine.start, index, due }]
    })
  }
}

function remindersOf({ of, runbook, id }: Stay, machine: RunMachine): readonly Reminder[] {
  const book = machine.runbooks.get(runbook)
  return (of === 'run' ? book : holderOf(book, of, id))?.reminders ?? []
}

function holderOf(runbook: Runbook | undefined, of: 'phase' | 'section', id: string) {
  const holders = of === 'phase' ? runbook?.phases : runbook?.sections
  return holders?.find((one) => one.id === id)
}

/** When a reminder came the last time up to now. */
function dueAt({ kind, time }: Reminder, since: string, now: string): string | undefined {
  const times = Math.floor((Date.parse(now) - Date.parse(since)) / time)
  if (times < 1) return undefined
  return instant(Date.parse(since) + (kind === 'after' ? 1 : times) * time)
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

function keyOf({ of, frame, runbook, id = '', index }: Omit<Due, 'due'>): string {
  return JSON.stringify([of, frame, runbook, id, index])
}
