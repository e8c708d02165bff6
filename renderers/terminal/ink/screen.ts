import type { Runbook } from '../../../engine/model.ts'
import { escapeLine } from '../escape.ts'
import { runbookLines } from '../lines/show.ts'
import { drawnLines } from '../lines/output.ts'
import type { Entry } from '../model/entry.ts'
import { nothingYet, type RunScreen } from '../model/run-screen.ts'
import type { Asking } from '../questions/asking.ts'
import type { Look } from '../style.ts'
import { Asker } from './asker.ts'
import { Drawing, sizeOf } from './drawing.tsx'
import { helpLines } from './help.ts'
import { pageHeight, type Shown } from './layout.ts'
import { isPasted, keysOf, singly, type KeyName, type Pressed } from './keys.ts'
import { fitPage, openPage, turnPage, type Pager, type PageSize, type SetLines } from './pager.ts'
import { timelineLines } from './timeline.ts'
import { Typing } from './typing.ts'

/** Through what the screen reaches the terminal and the run. */
export interface InkDoors {
  readonly stream: NodeJS.WriteStream
  /** How the transcript is set at this many columns. */
  readonly look: (columns: number) => Look
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Puts lines of ours into the transcript. */
  readonly say: (lines: readonly string[]) => void
  /** Ctrl-C where no question stands. */
  readonly interrupted: () => void
  /** Asks to come to rest; nothing where somebody only watches. */
  readonly suspend?: () => void
  /** Opens the section in a program that takes the terminal; gives a word about it. */
  readonly open: () => Promise<string>
  /** Saves the output of the command that ran last; gives a word about it. */
  readonly save: () => Promise<string>
}

/** The screen on a terminal that can draw: what it shows, and what keys do to it. */
export class InkScreen {
  readonly #doors: InkDoors
  readonly #typing = new Typing()
  readonly #asker: Asker
  readonly #drawing: Drawing
  #screen: RunScreen = nothingYet
  #pager: Pager | undefined
  #flash: string | undefined
  #back = 0

  constructor(doors: InkDoors) {
    this.#doors = doors
    this.#drawing = new Drawing(doors.stream, () => this.#shown())
    this.#asker = new Asker({ say: doors.say, typing: this.#typing, changed: this.#drawing.changed })
    this.#drawing.enter()
  }

  /** What has happened, and where the run stands now. */
  show(screen: RunScreen, entries: readonly Entry[]): void {
    if (screen.command !== this.#screen.command) this.#back = 0
    this.#screen = screen
    if (entries.length > 0) this.#asker.parted()
    this.#drawing.add(entries)
  }

  asking(interrupted: () => Promise<'go-on' | 'leave'>): Asking {
    return this.#asker.asking(interrupted)
  }

  /** Takes what the terminal sent. */
  press(chunk: string): void {
    this.#typing.note()
    const keys = keysOf(chunk)
    if (keys.length === 0) return
    this.#flash = undefined
    if (this.#pager !== undefined) return this.#turn(keys)
    if (!this.#asker.press(keys)) this.#press(keys)
    this.#drawing.soon()
  }

  /** The terminal sends nothing any more. */
  end(): void {
    this.#typing.end()
    this.#asker.end()
  }

  /** Leaves the terminal to somebody else, until `enter`. */
  leave(): void {
    this.#drawing.leave()
  }

  enter(): void {
    this.#drawing.enter()
  }

  /** The last word stands; nothing below it is live any more. */
  close(): void {
    this.#drawing.close()
  }

  #shown(): Shown {
    const { columns, rows } = sizeOf(this.#doors.stream)
    const prompt = this.#asker.top?.shown
    const pager = this.#fitted()
    return {
      look: this.#doors.look(columns),
      screen: this.#screen,
      watching: this.#doors.suspend === undefined,
      ...(prompt === undefined ? {} : { prompt, again: this.#asker.again }),
      ...(pager === undefined ? {} : { pager }),
      ...(this.#flash === undefined ? {} : { flash: this.#flash }),
      back: this.#back,
      columns,
      rows,
      now: this.#doors.now(),
    }
  }

  /** Turns a page; what follows the key that closed it in the same breath answers no question. */
  #turn(keys: readonly Pressed[]): void {
    const { height } = this.#pageSize()
    for (const key of singly(keys)) {
      const pager = this.#fitted()
      const paged = pager === undefined ? this.#press([key]) : turnPage(pager, key, height)
      if (paged === undefined) continue
      if (paged === 'interrupt') {
        this.#pager = undefined
        if (!this.#asker.press([key])) this.#doors.interrupted()
      } else if (paged === 'save') void this.#word(this.#doors.save())
      else this.#pager = paged === 'close' ? undefined : paged
    }
    this.#drawing.soon()
  }

  #press(keys: readonly Pressed[]): void {
    const [key] = keys
    if (key?.kind === 'key') return this.#named(key.name)
    if (key === undefined || isPasted(keys)) return
    const { runbook, at } = this.#screen
    if (key.text === '?') this.#viewHelp()
    if (key.text === 't') this.#viewTimeline()
    if (key.text === '/' && runbook !== undefined) this.#viewRunbook(at?.runbook ?? runbook)
    if (key.text === 'v') this.#viewOutput()
    if (key.text === 'c') this.#copy()
    if (key.text === 'o') void this.#word(this.#doors.open())
    if (key.text === 's') this.#doors.suspend?.()
  }

  #named(name: KeyName): void {
    if (name === 'interrupt') return this.#doors.interrupted()
    const { command } = this.#screen
    const steps: Partial<Record<KeyName, number>> = { up: 1, down: -1, 'page-up': 10, 'page-down': -10 }
    const most = Math.max(0, (command?.output.last(2000).length ?? 0) - 1)
    if (name === 'end') this.#back = 0
    else this.#back = Math.max(0, Math.min(most, this.#back + (steps[name] ?? 0)))
  }

  #viewHelp(): void {
    const lines = helpLines(this.#asker.top?.explain ?? [], this.#doors.suspend === undefined)
    this.#page('help', () => lines)
  }

  #viewTimeline(): void {
    const lines = timelineLines(this.#screen)
    this.#page('timeline', () => lines)
  }

  #viewRunbook(runbook: Runbook): void {
    this.#page('the runbook', (columns) => runbookLines(runbook, this.#doors.look(columns)), { typing: true })
  }

  #viewOutput(): void {
    const printed = this.#screen.command?.output.last(2000) ?? []
    const set: SetLines = (columns) =>
      printed.length === 0
        ? ['no command has printed anything yet']
        : drawnLines(printed, this.#doors.look(columns))
    this.#page('output', set, { top: Number.MAX_SAFE_INTEGER, saves: true })
  }

  #page(title: string, set: SetLines, more: Parameters<typeof openPage>[3] = {}): void {
    this.#asker.parted()
    this.#pager = openPage(title, set, this.#pageSize(), more)
  }

  /** The page that lies over the screen, for the size that the terminal has now. */
  #fitted(): Pager | undefined {
    this.#pager &&= fitPage(this.#pager, this.#pageSize())
    return this.#pager
  }

  #pageSize(): PageSize {
    const { columns, rows } = sizeOf(this.#doors.stream)
    return { columns, height: pageHeight(rows) }
  }

  /** Only we write to the clipboard, and only what stands on the screen (xterm: OSC 52). */
  #copy(): void {
    const text = this.#asker.top?.copies ?? this.#screen.command?.command.script
    if (text === undefined) return void (this.#flash = '  there is no command to copy yet')
    this.#doors.stream.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`)
    this.#flash = '  the command is copied, where the terminal lets programs copy'
  }

  async #word(promise: Promise<string>): Promise<void> {
    this.#flash = await promise.catch((error: unknown) => escapeLine(`  ${String(error)}`))
    this.#drawing.changed()
  }
}
