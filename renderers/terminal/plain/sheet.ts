import type { Look } from '../style.ts'
import { hung } from '../width.ts'
import { aloud } from './aloud.ts'

/** Where plain lines go. `interactive`: a terminal that can take back its last line. */
export interface Sheet {
  readonly write: (text: string) => void
  readonly look: Look
  readonly interactive: boolean
  /** The lines are read to somebody. */
  readonly aloud?: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Shortest time between two status lines where none can be taken back, in milliseconds. */
const statusPause = 10_000
const takeBack = '\r\x1b[2K'

/** Writes lines, and one status line that gives way to whatever comes next. */
export class LineWriter {
  readonly #sheet: Sheet
  #status = false
  #blank = false
  #statusAt = Number.NEGATIVE_INFINITY

  constructor(sheet: Sheet) {
    this.#sheet = sheet
  }

  /** Text that is complete as it stands: whole lines, or live output. */
  raw(text: string): void {
    if (text === '') return
    this.#sheet.write(this.#status ? takeBack + text : text)
    this.#blank = false
    this.#status = false
  }

  /** Whole lines; of several empty ones in a row only the first is written. */
  lines(lines: readonly string[]): void {
    const kept = lines.filter(
      (line, index) => line !== '' || (lines[index - 1] ?? (this.#blank ? '' : 'text')) !== '',
    )
    if (kept.length === 0) return
    const { interactive, look } = this.#sheet
    const said = this.#sheet.aloud === true ? aloud(kept) : kept
    const set = interactive ? said.flatMap((line) => hung(line, look.room)) : said
    this.raw(`${set.join('\n')}\n`)
    this.#blank = kept.at(-1) === ''
  }

  /** One line about what is waited for: updated in place on a terminal, at most every ten seconds elsewhere. */
  status(line: string): void {
    if (this.#sheet.interactive) {
      this.raw(line)
      this.#status = true
      return
    }
    const now = this.#sheet.now()
    if (now - this.#statusAt < statusPause) return
    this.#statusAt = now
    this.lines([line])
  }
}
