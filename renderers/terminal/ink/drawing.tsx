import { render, type Instance } from 'ink'
import type { Entry } from '../model/entry.ts'
import { App } from './app.tsx'
import { layoutOf, rowsOf, type Layout, type Shown } from './layout.ts'
import { quietStream, type QuietStream } from './quiet-stream.ts'
import { silentInput } from './silent-input.ts'

/** Frames a second at most, as milliseconds between two. */
const frame = 50
/** How often the clock is drawn while something runs, and while nothing does, in milliseconds. */
const ticks = { busy: 1000, idle: 10_000 } as const
/** A terminal that is being resized sends many sizes; the last one counts after so many milliseconds. */
const resizePause = 120

/** Stands for what was drawn already. */
const gone: Entry = { kind: 'said', lines: [] }

/** Columns and rows of a terminal, one that does not say how large it is taken for the usual. */
export function sizeOf({ columns, rows }: NodeJS.WriteStream): {
  readonly columns: number
  readonly rows: number
} {
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 }
}

/**
 * Draws what is shown when it changed, at most twenty times a second, and at once when it is asked to. What has happened
 * goes into the terminal's own history and is not held; below it stands what changes.
 */
export class Drawing {
  readonly #stream: NodeJS.WriteStream
  readonly #shown: () => Shown
  readonly #quiet: QuietStream
  #ink: Instance | undefined
  #entries: readonly Entry[] = []
  #layout: Layout = { head: [], side: [], body: [], foot: [] }
  #live = true
  #due: NodeJS.Timeout | undefined
  #tick: NodeJS.Timeout | undefined
  #resizing: NodeJS.Timeout | undefined
  #drawnAt = 0

  /** `shown`: what is to be seen now. */
  constructor(stream: NodeJS.WriteStream, shown: () => Shown) {
    this.#stream = stream
    this.#shown = shown
    this.#quiet = quietStream(stream)
  }

  /** More has happened. */
  add(entries: readonly Entry[]): void {
    if (entries.length > 0) this.#entries = [...this.#entries, ...entries]
    this.changed()
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
    this.#stream.on('resize', this.#resized)
    this.#drawn()
  }

  /** Leaves the terminal to somebody else, until `enter`. */
  leave(): void {
    this.#ink?.clear()
    this.#unmount()
  }

  /** The last word stands; nothing below it is live any more. */
  close(): void {
    if (this.#ink === undefined) return
    this.#live = false
    this.#draw()
    this.#unmount()
  }

  /** Something may be different: it is drawn with the next frame. */
  readonly changed = (): void => {
    if (this.#due !== undefined || this.#ink === undefined) return
    const wait = Math.max(0, frame - (performance.now() - this.#drawnAt))
    this.#due = setTimeout(this.#draw, wait)
  }

  /** A key is seen at once: whoever presses it waits for it, and fingers are slow. */
  soon(): void {
    clearTimeout(this.#due)
    this.#due = this.#ink === undefined ? undefined : setTimeout(this.#draw, 0)
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
    const shown = this.#shown()
    this.#layout = layoutOf(shown)
    this.#entries = this.#entries.map(() => gone)
    clearTimeout(this.#tick)
    const busy = shown.screen.command?.running === true || shown.screen.poll?.until !== undefined
    this.#tick = setTimeout(this.changed, busy ? ticks.busy : ticks.idle).unref()
  }

  #unmount(): void {
    for (const timer of [this.#due, this.#tick, this.#resizing]) clearTimeout(timer)
    this.#due = undefined
    this.#stream.off('resize', this.#resized)
    this.#ink?.unmount()
    this.#ink = undefined
    this.#entries = []
  }

  /**
   * The terminal has broken our lines anew by itself: what is live is taken away from where it begins now, and drawn
   * again. What has happened stays as the terminal has set it.
   */
  readonly #resized = (): void => {
    clearTimeout(this.#resizing)
    this.#resizing = setTimeout(() => {
      const { columns, rows } = sizeOf(this.#stream)
      const up = Math.min(rows - 1, rowsOf(this.#layout, columns))
      const waiting = this.#entries.filter((entry) => entry !== gone)
      this.#quiet.muted = true
      this.#unmount()
      this.#quiet.muted = false
      this.#stream.write(`\r\x1b[${up}A\x1b[J`)
      this.#entries = waiting
      this.enter()
    }, resizePause)
  }

  #app() {
    return <App shown={this.#shown()} entries={this.#entries} live={this.#live} />
  }
}
