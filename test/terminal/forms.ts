import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import xterm from '@xterm/headless'
import { TerminalKeyboard } from '../../engine/cli/run/keyboard.ts'
import type { Notice } from '../../engine/run/notices.ts'
import { openScreen } from '../../renderers/terminal/ink/main.ts'
import { nothingYet, settle, take } from '../../renderers/terminal/model/run-screen.ts'
import { PlainAsking } from '../../renderers/terminal/plain/asking.ts'
import { PlainScreen } from '../../renderers/terminal/plain/screen.ts'
import type { Asking } from '../../renderers/terminal/questions/asking.ts'
import { lookAt } from '../../renderers/terminal/style.ts'

/** One form of the terminal, drawn on a model of one. */
export interface DrawnForm {
  readonly observe: (notice: Notice) => void
  readonly asking: Asking
  /** What the keyboard sends. */
  readonly types: (chunk: string) => void
  /** Nobody types any more: questions that stand are answered by silence. */
  readonly ends: () => void
  readonly close: () => void
  readonly model: ModelTerminal
}

const size = { columns: 80, rows: 24 } as const
const look = lookAt(size.columns, 256)
const now = (): number => Date.parse('2026-11-22T12:01:00.000Z')

/** A terminal without a window: what was written, what it shows, and what it was asked to do besides. */
export class ModelTerminal {
  /** Titles that were set, and every operating-system or device-control string (clipboard, links, colours, queries). */
  readonly orders: string[] = []
  readonly stream: NodeJS.WriteStream
  written = ''
  readonly #terminal = new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: 5000,
    allowProposedApi: true,
    convertEol: true,
  })

  constructor() {
    const write = (text: string | Uint8Array): boolean => {
      const piece = typeof text === 'string' ? text : Buffer.from(text).toString()
      this.written += piece
      this.#terminal.write(piece)
      return true
    }
    const more = { ...size, isTTY: true, write, hasColors: () => true, getColorDepth: () => 8 }
    this.stream = Object.assign(new EventEmitter(), more) as unknown as NodeJS.WriteStream
    this.#terminal.onTitleChange((title) => this.orders.push(`title ${title}`))
    this.#terminal.onData((answer) => this.orders.push(`answer ${answer}`))
    this.#terminal.onBell(() => this.orders.push('bell'))
    for (const code of [0, 1, 2, 4, 7, 8, 9, 10, 52, 133, 777, 1337])
      this.#terminal.parser.registerOscHandler(code, (text) => {
        this.orders.push(`osc ${code} ${text}`)
        return true
      })
  }

  /** Every line that it shows or has shown, as a person reads them. */
  async lines(): Promise<string[]> {
    await new Promise<void>((done) => this.#terminal.write('', done))
    const { active } = this.#terminal.buffer
    return Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? '')
  }

  close(): void {
    this.#terminal.dispose()
  }
}

/** The form that prints lines, with its real keyboard. */
export function openLines(): DrawnForm {
  const model = new ModelTerminal()
  const write = (text: string): void => void model.stream.write(text)
  const screen = new PlainScreen({ write, look, interactive: true, now })
  const input = Object.assign(new PassThrough(), { setRawMode: () => undefined })
  const keyboard = new TerminalKeyboard(input as unknown as ReadStream, write)
  const say = (lines: readonly string[]): void => screen.say(lines)
  return {
    model,
    observe: screen.observe,
    asking: new PlainAsking({ say, keyboard, interrupted: () => Promise.resolve('leave') }),
    types: (chunk) => void input.write(chunk),
    ends: () => keyboard.close(),
    close: () => model.close(),
  }
}

/** The form that draws. */
export async function openDrawn(): Promise<DrawnForm> {
  const model = new ModelTerminal()
  let screen = nothingYet
  const drawn = await openScreen({
    stream: model.stream,
    look: () => look,
    now,
    say: (lines) => {
      const settled = settle(screen)
      screen = settled.screen
      drawn.show(screen, [...settled.entries, { kind: 'said', lines }])
    },
    interrupted: () => undefined,
    suspend: () => undefined,
    open: () => Promise.resolve(''),
    save: () => Promise.resolve(''),
  })
  return {
    model,
    observe: (notice) => {
      const turned = take(screen, notice, now())
      screen = turned.screen
      drawn.show(screen, turned.entries)
    },
    asking: drawn.asking(() => Promise.resolve('leave')),
    types: (chunk) => drawn.press(chunk),
    ends: () => drawn.end(),
    close: () => {
      drawn.close()
      model.close()
    },
  }
}
