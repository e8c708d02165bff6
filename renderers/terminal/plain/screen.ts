import type { Notice } from '../../../engine/run/notices.ts'
import { duration } from '../../duration.ts'
import { escapeLine } from '../escape.ts'
import { entryLines, outputHeading } from '../lines/entry.ts'
import { gutter, gutterRoom } from '../lines/frame.ts'
import type { Entry } from '../model/entry.ts'
import { nothingYet, remind, settle, take, type RunScreen, type Turned } from '../model/run-screen.ts'
import { OutputScreen } from '../output.ts'
import type { Look } from '../style.ts'
import { cut } from '../width.ts'
import { spokenGutter } from './aloud.ts'
import { LineWriter, type Sheet } from './sheet.ts'

/**
 * The plain screen: lines for terminals, pipes and screen readers. It prints each entry of the transcript as it comes,
 * and the output of a command while it runs.
 */
export class PlainScreen {
  readonly #sheet: Sheet
  readonly #writer: LineWriter
  #screen: RunScreen = nothingYet
  /** The output that is being printed; none while it is held back. */
  #output: OutputScreen | undefined
  /** Whether the output of this command has its heading. */
  #headed = false

  constructor(sheet: Sheet) {
    this.#sheet = sheet
    this.#writer = new LineWriter(sheet)
  }

  /** An `Observer`. */
  readonly observe = (notice: Notice): void => {
    if (notice.kind === 'output') this.#print(this.#output?.write(notice.stream, notice.bytes) ?? '')
    if (notice.kind === 'waiting') this.remind()
    this.#turn(take(this.#screen, notice, this.#sheet.now()))
    if (notice.kind === 'command') this.#open()
    if (notice.kind === 'waiting') this.#wait(notice)
  }

  /** Prints lines of ours between the run's. */
  say(lines: readonly string[]): void {
    this.#turn(settle(this.#screen))
    this.remind()
    this.#writer.lines(lines)
  }

  /** Says what has become due since the last time: half of the target, all of it, the time to escalate. */
  remind(): void {
    this.#turn(remind(this.#screen, this.#sheet.now()))
  }

  #turn({ screen, entries }: Turned): void {
    this.#screen = screen
    for (const entry of entries) this.#draw(entry)
  }

  #draw(entry: Entry): void {
    if (entry.kind === 'output' && !entry.held) this.#print(this.#output?.end() ?? '')
    else this.#writer.lines(entryLines(entry, this.#lookAt(entry)))
  }

  /** In a pipe the lines of a command are not broken. */
  #lookAt(entry: Entry): Look {
    const { look, interactive } = this.#sheet
    return entry.kind === 'output' && !interactive ? { ...look, room: 0 } : look
  }

  #open(): void {
    this.#headed = false
    const polls = this.#screen.command?.polls === true
    this.#output = polls
      ? undefined
      : new OutputScreen({
          gutter: this.#sheet.aloud === true ? spokenGutter : gutter,
          width: this.#sheet.interactive ? gutterRoom(this.#sheet.look) : 0,
          colors: this.#sheet.look.style.codes.bold !== '',
        })
  }

  #print(text: string): void {
    if (text === '') return
    const heading = this.#headed ? '' : `${outputHeading(this.#sheet.look)}\n`
    this.#headed = true
    this.#writer.raw(heading + text)
  }

  #wait({ until, deadline }: Extract<Notice, { kind: 'waiting' }>): void {
    const now = this.#sheet.now()
    const { expected, actual } = this.#screen.poll ?? {}
    const last =
      expected === undefined ? '' : ` (expected ${escapeLine(expected)}, actual ${escapeLine(actual ?? '')})`
    const left = deadline === undefined ? '' : `, ${duration(Date.parse(deadline) - now)} left`
    const line = `  … not yet${last}; next try in ${duration(Date.parse(until) - now)}${left}`
    this.#writer.status(cut(line, this.#sheet.look.width))
  }
}
