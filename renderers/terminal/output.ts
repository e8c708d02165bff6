import { Pen } from './pen.ts'

// oxlint-disable-next-line no-control-regex
const colour = /\x1b\[([\d;]{0,32})m/g
/** What may still become a colour, a line end or a coloured pictograph when more arrives. */
// oxlint-disable-next-line no-control-regex
const unfinished = /(?:\x1b(?:\[[\d;]{0,32})?|\r|\p{Extended_Pictographic})$/u

type Stream = 'stdout' | 'stderr'

/**
 * Live output of one command on its way to a screen: bytes in, safe text out. Everything not printable is
 * spelled out, a lone `\r` ends a line, colours are parsed and only the harmless ones are set again. After
 * `limit` characters (1 MiB) the rest is left to its file, and that is said.
 */
export class OutputScreen {
  readonly #pen: Pen
  readonly #gutter: string
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  readonly #held = { stdout: '', stderr: '' }
  #current: Stream = 'stdout'
  #left: number

  constructor(options: {
    readonly gutter: string
    readonly width: number
    readonly colors: boolean
    readonly limit?: number
  }) {
    this.#pen = new Pen(options)
    this.#gutter = options.gutter
    this.#left = options.limit ?? 1 << 20
  }

  /** The text to print now; another stream begins on a new line. */
  write(stream: Stream, bytes: Uint8Array): string {
    const turned = stream === this.#current ? '' : this.#pen.finish()
    this.#current = stream
    const text = this.#held[stream] + this.#decoders[stream].decode(bytes, { stream: true })
    const held = unfinished.exec(text)?.[0] ?? ''
    this.#held[stream] = held
    return turned + this.#show(text.slice(0, text.length - held.length))
  }

  /** What was held back, and a line end when the last line has none. */
  end(): string {
    const rests = (['stdout', 'stderr'] as const).map((stream) => this.#rest(stream))
    return rests.join('') + this.#pen.finish()
  }

  #rest(stream: Stream): string {
    const rest = this.#held[stream] + this.#decoders[stream].decode()
    this.#held[stream] = ''
    return rest === '' ? '' : this.#show(rest)
  }

  #show(text: string): string {
    if (this.#left < 0 || text === '') return ''
    this.#left -= text.length
    const [first = '', ...others] = text.split(/\r\n|\n|\r/)
    const drawn = this.#line(first) + others.map((line) => this.#pen.newline() + this.#line(line)).join('')
    if (this.#left >= 0) return drawn
    return `${drawn}${this.#pen.finish()}${this.#gutter}… more output stands in its file and is not shown here\n`
  }

  #line(text: string): string {
    const parts = text.split(colour)
    return parts
      .map((part, index) => (index % 2 === 0 ? this.#pen.text(part) : this.#pen.dress(part)))
      .join('')
  }
}
