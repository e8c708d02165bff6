export type Stream = 'stdout' | 'stderr'

export interface KeptLine {
  readonly stream: Stream
  /** As it came, without its end; not yet safe to print. */
  readonly text: string
}

/** Lines that are kept of one command. */
const mostLines = 2000
/** Characters of a line that are kept. */
const longestLine = 4096

const lineEnd = /\r\n|\n|\r/

/**
 * What one command printed, for looking at it while it runs and after it: the last lines, however much came. Memory
 * stays bounded whatever the command prints.
 */
export class KeptOutput {
  readonly #lines: KeptLine[] = []
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  readonly #open = { stdout: '', stderr: '' }
  #first = 0
  #total = 0

  /** Lines that came in all. */
  get total(): number {
    return this.#total + Object.values(this.#open).filter((text) => text !== '').length
  }

  add(stream: Stream, bytes: Uint8Array): void {
    const text = this.#open[stream] + this.#decoders[stream].decode(bytes, { stream: true })
    const held = text.endsWith('\r') ? '\r' : ''
    const lines = text.slice(0, text.length - held.length).split(lineEnd)
    this.#open[stream] = shortened(lines.pop() ?? '') + held
    this.#total += lines.length
    for (const line of lines.slice(-mostLines)) this.#push({ stream, text: shortened(line) })
  }

  /** The last lines, oldest first, those that have no end yet too. */
  last(count: number): KeptLine[] {
    const open = (['stdout', 'stderr'] as const)
      .map((stream) => ({ stream, text: this.#open[stream].replace('\r', '') }))
      .filter(({ text }) => text !== '')
    return [...this.#lines.slice(this.#first), ...open].slice(-count)
  }

  #push(line: KeptLine): void {
    this.#lines.push(line)
    if (this.#lines.length - this.#first > mostLines) this.#first += 1
    if (this.#first < mostLines) return
    this.#lines.splice(0, this.#first)
    this.#first = 0
  }
}

/** A long line is cut and copied, so that it does not hold all of the text that it came with. */
function shortened(line: string): string {
  return line.length <= longestLine ? line : `${Buffer.from(line.slice(0, longestLine)).toString()}…`
}
