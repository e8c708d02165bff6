import { duration } from '../duration.ts'
import { escapeLine } from './escape.ts'
import { cut, cutStart, textWidth } from './width.ts'

/** Where progress is shown. */
export interface ProgressSheet {
  readonly write: (text: string) => void
  /** Columns of the terminal. */
  readonly columns: number
  /** A terminal whose last line can be taken back; nothing is ever shown elsewhere. */
  readonly interactive: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Work that is shorter, in milliseconds, needs no line. */
const patience = 500
/** Shortest time between two lines, in milliseconds. */
const pause = 100

/** Columns that stay free: a terminal writes `^C` behind the line, and it must not go on below. */
const edge = 3
/** The end of a name that is shorter says nothing. */
const leastName = 8

/**
 * One line about long work: what, how far, how long it has taken and how long it will. It stands on a terminal only
 * and gives way to everything else: call `clear` before other lines are written to the same terminal.
 */
export class Progress {
  readonly #sheet: ProgressSheet
  readonly #what: string
  readonly #total: number | undefined
  readonly #startedAt: number
  #done = 0
  #shownAt = Number.NEGATIVE_INFINITY
  #shown = false

  /** @param what the work in a word or two (`validating`) @param total steps in all, when they are known */
  constructor(sheet: ProgressSheet, what: string, total?: number) {
    this.#sheet = sheet
    this.#what = what
    this.#total = total
    this.#startedAt = sheet.now()
  }

  /** Whether the line is on the terminal now. */
  get stands(): boolean {
    return this.#shown
  }

  /** One more step is done, or `done` steps in all; `at` names what is in hand now. */
  step(at = '', done: number = this.#done + 1): void {
    this.#done = done
    const now = this.#sheet.now()
    const early = now - this.#startedAt < patience || now - this.#shownAt < pause
    if (!this.#sheet.interactive || early) return
    this.#shownAt = now
    this.#shown = true
    this.#sheet.write(`\r\x1b[2K${this.#line(at, now, Math.max(20, this.#sheet.columns - edge))}`)
  }

  /** Takes the line away; the next step may show it again. */
  clear(): void {
    if (this.#shown) this.#sheet.write('\r\x1b[2K')
    this.#shown = false
    this.#shownAt = Number.NEGATIVE_INFINITY
  }

  #line(at: string, now: number, width: number): string {
    const used = now - this.#startedAt
    const counted = this.#total === undefined ? `${this.#done}` : `${this.#done} of ${this.#total}`
    const words = [`${this.#what} ${counted}`, duration(used), ...this.#left(used)].join(' · ')
    const room = width - textWidth(words) - 3
    return at === '' || room < leastName ? cut(words, width) : `${words} · ${cutStart(escapeLine(at), room)}`
  }

  #left(used: number): string[] {
    if (this.#total === undefined || this.#done === 0 || this.#done >= this.#total) return []
    return [`about ${duration((used / this.#done) * (this.#total - this.#done))} left`]
  }
}
