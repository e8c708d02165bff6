import { render, type Instance } from 'ink'
import type { ReactNode } from 'react'
import { escapeLine } from '../escape.ts'
import { runbookLines } from '../lines/show.ts'
import { drawnLines } from '../lines/output.ts'
import type { Entry } from '../model/entry.ts'
import { nothingYet, type RunScreen } from '../model/run-screen.ts'
import type { Asking } from '../questions/asking.ts'
import type { Look } from '../style.ts'
import { App } from './app.tsx'
import { Asker } from './asker.ts'
import { helpLines } from './help.ts'
import { layoutOf, pageHeight, rowsOf, type Layout, type Shown } from './layout.ts'
import { isPasted, keysOf, singly, type KeyName, type Pressed } from './keys.ts'
import { turnPage, type Pager } from './pager.ts'
import { quietStream, type QuietStream } from './quiet-stream.ts'
import { silentInput } from './silent-input.ts'
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
  readonly suspend: () => void
  /** Opens the section in a program that takes the terminal; gives a word about it. */
  readonly open: () => Promise<string>
  /** Saves the output of the command that ran last; gives a word about it. */
  readonly save: () => Promise<string>
}

/** Frames a second at most, as milliseconds between two. */
const frame = 50
/** How often the clock is drawn while something runs, and while nothing does, in milliseconds. */
const ticks = { busy: 1000, idle: 10_000 } as const
/** A terminal that is being resized sends many sizes; the last one counts after so many milliseconds. */
const resizePause = 120

/**
 * The screen on a terminal that can draw. What has happened goes into the terminal's own history; below it stands what
 * changes. It draws when something changed, at most twenty times a second, and for a key at once.
 */
export class InkScreen {
  readonly #doors: InkDoors
  readonly #typing = new Typing()
  readonly #asker: Asker
  readonly #quiet: QuietStream
  #ink: Instance | undefined
  #entries: readonly Entry[] = []
  #screen: RunScreen = nothingYet
  #pager: Pager | undefined
  #flash: string | undefined
  #back = 0
  #layout: Layout = { head: [], side: [], body: [], foot: [] }
  #live = true
  #due: NodeJS.Timeout | undefined
  #tick: NodeJS.Timeout | undefined
  #resizing: NodeJS.Timeout | undefined
  #drawnAt = 0

  constructor(doors: InkDoors) {
    this.#doors = doors
    this.#quiet = quietStream(doors.stream)
    this.#asker = new Asker({ say: doors.say, typing: this.#typing, changed: this.#changed })
    this.enter()
  }

  /** What has happened, and where the run stands now. */
  show(screen: RunScreen, entries: readonly Entry[]): void {
    if (screen.command !== this.#screen.command) this.#back = 0
    this.#screen = screen
    if (entries.length > 0) this.#entries = [...this.#entries, ...entries]
    this.#changed()
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
    this.#soon()
  }

  /** The terminal sends nothing any more. */
  end(): void {
    this.#typing.end()
    this.#asker.end()
  }

  /** Leaves the terminal to somebody else, until `enter`. */
  leave(): void {
    this.#ink?.clear()
    this.#unmount()
  }

  /** Takes the terminal: what is live is drawn below whatever stands there. */
  enter(): void {
    if (this.#ink !== undefined) return
    const { stream } = this.#quiet
    this.#ink = render(this.#app(), {
      stdout: stream,
      stderr: stream,
      stdin: silentInput(),
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
      incrementalRendering: true,
      maxFps: 60,
    })
    this.#doors.stream.on('resize', this.#resized)
    this.#drawn()
  }

  /** The last word stands; nothing below it is live any more. */
  close(): void {
    if (this.#ink === undefined) return
    this.#live = false
    this.#draw()
    this.#unmount()
  }

  #unmount(): void {
    for (const timer of [this.#due, this.#tick, this.#resizing]) clearTimeout(timer)
    this.#due = undefined
    this.#doors.stream.off('resize', this.#resized)
    this.#ink?.unmount()
    this.#ink = undefined
    this.#entries = []
  }

  /** A key is seen at once: whoever presses it waits for it, and fingers are slow. */
  #soon(): void {
    clearTimeout(this.#due)
    this.#due = this.#ink === undefined ? undefined : setTimeout(this.#draw, 0)
  }

  readonly #changed = (): void => {
    if (this.#due !== undefined || this.#ink === undefined) return
    const wait = Math.max(0, frame - (performance.now() - this.#drawnAt))
    this.#due = setTimeout(this.#draw, wait)
  }

  readonly #draw = (): void => {
    clearTimeout(this.#due)
    this.#due = undefined
    this.#ink?.rerender(this.#app())
    this.#drawn()
  }

  /** What was drawn is not held any longer: a run may be long. */
  #drawn(): void {
    this.#drawnAt = performance.now()
    this.#layout = layoutOf(this.#shown())
    this.#entries = this.#entries.map(() => gone)
    clearTimeout(this.#tick)
    const busy = this.#screen.command?.running === true || this.#screen.poll?.until !== undefined
    this.#tick = setTimeout(this.#changed, busy ? ticks.busy : ticks.idle).unref()
  }

  /**
   * The terminal has broken our lines anew by itself: what is live is taken away from where it begins now, and drawn
   * again. What has happened stays as the terminal has set it.
   */
  readonly #resized = (): void => {
    clearTimeout(this.#resizing)
    this.#resizing = setTimeout(() => {
      const { columns, rows } = this.#size()
      const up = Math.min(rows - 1, rowsOf(this.#layout, columns))
      const waiting = this.#entries.filter((entry) => entry !== gone)
      this.#quiet.muted = true
      this.#unmount()
      this.#quiet.muted = false
      this.#doors.stream.write(`\r\x1b[${up}A\x1b[J`)
      this.#entries = waiting
      this.enter()
    }, resizePause)
  }

  #app(): ReactNode {
    return <App shown={this.#shown()} entries={this.#entries} live={this.#live} />
  }

  #shown(): Shown {
    const { columns, rows } = this.#size()
    const prompt = this.#asker.top?.shown
    return {
      look: this.#doors.look(columns),
      screen: this.#screen,
      ...(prompt === undefined ? {} : { prompt }),
      ...(this.#pager === undefined ? {} : { pager: this.#pager }),
      ...(this.#flash === undefined ? {} : { flash: this.#flash }),
      back: this.#back,
      columns,
      rows,
      now: this.#doors.now(),
    }
  }

  #size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = this.#doors.stream
    return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 }
  }

  /** Turns a page; what follows the key that closed it in the same breath answers no question. */
  #turn(keys: readonly Pressed[]): void {
    const height = pageHeight(this.#size().rows)
    for (const key of singly(keys)) {
      const paged = this.#pager === undefined ? this.#press([key]) : turnPage(this.#pager, key, height)
      if (paged === undefined) continue
      if (paged === 'interrupt') {
        this.#pager = undefined
        if (!this.#asker.press([key])) this.#doors.interrupted()
      } else if (paged === 'save') void this.#word(this.#doors.save())
      else this.#pager = paged === 'close' ? undefined : paged
    }
    this.#soon()
  }

  #press(keys: readonly Pressed[]): void {
    const [key] = keys
    if (key?.kind === 'key') return this.#named(key.name)
    if (key === undefined || isPasted(keys)) return
    const { columns } = this.#size()
    const look = this.#doors.look(columns - 2)
    const { runbook, at } = this.#screen
    if (key.text === '?') this.#page('help', helpLines(this.#asker.top?.explain ?? []))
    if (key.text === 't') this.#page('timeline', timelineLines(this.#screen))
    if (key.text === '/' && runbook !== undefined)
      this.#page('the runbook', runbookLines(at?.runbook ?? runbook, look), { typing: true })
    if (key.text === 'v') this.#viewOutput(look)
    if (key.text === 'c') this.#copy()
    if (key.text === 'o') void this.#word(this.#doors.open())
    if (key.text === 's') this.#doors.suspend()
  }

  #named(name: KeyName): void {
    if (name === 'interrupt') return this.#doors.interrupted()
    const { command } = this.#screen
    const steps: Partial<Record<KeyName, number>> = { up: 1, down: -1, 'page-up': 10, 'page-down': -10 }
    const most = Math.max(0, (command?.output.last(2000).length ?? 0) - 1)
    if (name === 'end') this.#back = 0
    else this.#back = Math.max(0, Math.min(most, this.#back + (steps[name] ?? 0)))
  }

  #viewOutput(look: Look): void {
    const { command } = this.#screen
    const lines = command === undefined ? [] : drawnLines(command.output.last(2000), look)
    const top = Math.max(0, lines.length - pageHeight(this.#size().rows))
    this.#page('output', lines.length === 0 ? ['no command has printed anything yet'] : lines, {
      top,
      saves: true,
    })
  }

  #page(title: string, lines: readonly string[], more: Partial<Pager> = {}): void {
    this.#pager = { title, lines, top: 0, query: '', typing: false, ...more }
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
    this.#changed()
  }
}

/** Stands for what was drawn already. */
const gone: Entry = { kind: 'said', lines: [] }
