import type { InkScreen } from '../../../renderers/terminal/ink/main.ts'
import { entryLines } from '../../../renderers/terminal/lines/entry.ts'
import {
  nothingYet,
  remind,
  settle,
  take,
  type RunScreen,
  type Turned,
} from '../../../renderers/terminal/model/run-screen.ts'
import { LineWriter } from '../../../renderers/terminal/plain/sheet.ts'
import { lookAt } from '../../../renderers/terminal/style.ts'
import type { Asking } from '../../../renderers/terminal/questions/asking.ts'
import type { Notice } from '../../run/notices.ts'
import type { Settings } from '../settings.ts'
import type { TerminalForm } from './console.ts'
import { CtrlC } from './ctrl-c.ts'
import { loadInk } from './load-ink.ts'
import { openSection, openShell, saveOutput } from './outside.ts'
import { RawInput } from './raw-input.ts'
import { copyText, editText } from './texts.ts'

/** How often reminders are looked for while nothing else happens, in milliseconds. */
const reminderPause = 5000

type Interrupted = () => Promise<'go-on' | 'leave'>

/**
 * The screen that is drawn. The first lines are printed plainly, so that the title stands there at once; the program
 * that draws is loaded meanwhile, and takes over below them.
 */
export function inkTerminal(settings: Settings): TerminalForm {
  const terminal = new InkTerminal(settings)
  const ctrlC: CtrlC = new CtrlC({
    asking: terminal.asking(() => Promise.resolve('leave')),
    say: (lines) => terminal.say(lines),
    interruptQuestion: () => false,
    hold: () => undefined,
  })
  terminal.onInterrupt = () => void ctrlC.ask()
  terminal.onSuspend = () => void ctrlC.suspend()
  return {
    observe: (notice) => terminal.observe(notice),
    asking: terminal.asking(() => ctrlC.ask()),
    texts: { edit: (text) => terminal.edit(text), copy: copyText },
    ctrlC,
    shell: (directory, variables) => terminal.outside(() => openShell(directory, variables)),
    close() {
      terminal.close()
      ctrlC.interrupts.close()
    },
  }
}

/** The same screen for somebody who only watches. */
export function inkWatcher(settings: Settings, leave: () => void): Pick<TerminalForm, 'observe' | 'close'> {
  const terminal = new InkTerminal(settings)
  terminal.onInterrupt = leave
  return { observe: (notice) => terminal.observe(notice), close: () => terminal.close() }
}

class InkTerminal {
  onInterrupt: () => void = () => undefined
  onSuspend: (() => void) | undefined
  readonly #settings: Settings
  readonly #input: RawInput
  readonly #first: LineWriter
  readonly #reminders: NodeJS.Timeout
  #screen: RunScreen = nothingYet
  #drawn: InkScreen | undefined
  #loading: Promise<InkScreen | undefined> | undefined
  #closed = false

  constructor(settings: Settings) {
    this.#settings = settings
    this.#input = new RawInput(process.stdin, {
      take: (chunk) => this.#take(chunk),
      end: () => this.#drawn?.end(),
    })
    this.#first = new LineWriter({
      write: (text) => void process.stderr.write(text),
      look: lookAt(process.stderr.columns, this.#settings.color),
      interactive: true,
      now: Date.now,
    })
    this.#reminders = setInterval(() => this.#turn(remind(this.#screen, Date.now())), reminderPause).unref()
  }

  observe(notice: Notice): void {
    this.#turn(take(this.#screen, notice, Date.now()))
    if (notice.kind === 'entered') void this.#load()
  }

  /** Asks as soon as the screen is there. */
  asking(interrupted: Interrupted): Asking {
    const asking = async (): Promise<Asking | undefined> => (await this.#load())?.asking(interrupted)
    return {
      line: async (question) => (await asking())?.line(question),
      key: async (question) => (await asking())?.key(question),
    }
  }

  /** Opens the operator's editor, and gives back what it made of a text. */
  edit(text: string): Promise<string | undefined> {
    return this.outside(() => Promise.resolve(editText(text)))
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#reminders)
    this.#drawn?.close()
    this.#input.close()
  }

  #turn({ screen, entries }: Turned): void {
    this.#screen = screen
    if (this.#drawn !== undefined) return this.#drawn.show(screen, entries)
    const look = lookAt(process.stderr.columns, this.#settings.color)
    for (const entry of entries) this.#first.lines(entryLines(entry, look))
  }

  /** Puts lines of ours into the transcript. */
  say(lines: readonly string[]): void {
    if (lines.length === 0) return
    this.#turn(settle(this.#screen))
    this.#turn(remind(this.#screen, Date.now()))
    this.#turn({ screen: this.#screen, entries: [{ kind: 'said', lines }] })
  }

  #load(): Promise<InkScreen | undefined> {
    this.#loading ??= this.#open()
    return this.#loading
  }

  async #open(): Promise<InkScreen | undefined> {
    const { openScreen } = await loadInk(this.#settings.color)
    const drawn = await openScreen({
      stream: process.stderr,
      look: (columns) => lookAt(columns, this.#settings.color),
      now: Date.now,
      say: (lines) => this.say(lines),
      interrupted: () => this.onInterrupt(),
      ...(this.onSuspend === undefined ? {} : { suspend: this.onSuspend }),
      open: () => this.outside(() => openSection(this.#screen)),
      save: () => saveOutput(this.#screen),
    })
    if (this.#closed) {
      drawn.close()
      return undefined
    }
    drawn.show(this.#screen, [])
    this.#drawn = drawn
    return drawn
  }

  /** Gives the terminal to another program for a while. */
  async outside<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#drawn?.leave()
    this.#input.rest()
    try {
      return await work()
    } finally {
      this.#input.go()
      this.#drawn?.enter()
    }
  }

  #take(chunk: string): void {
    if (this.#drawn !== undefined) this.#drawn.press(chunk)
    else if (chunk.includes('\x03')) this.onInterrupt()
  }
}
