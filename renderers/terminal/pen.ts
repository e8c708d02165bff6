import { escapeLine } from './escape.ts'
import { charactersOf, textWidth } from './width.ts'

/** Looks of text that can neither hide it nor move anything: weight, slant, underline and foreground colours. */
const allowed = /^(?:|0|1|2|3|4|22|23|24|39|3[1-7]|9[0-7])$/
const reset = /^0?$/

/** Draws untrusted text in a gutter, character by character. Every method gives back what to print. */
export class Pen {
  readonly #gutter: string
  readonly #width: number
  readonly #colors: boolean
  /** Columns drawn on the open line; -1: no line is open. */
  #column = -1
  #looks: string[] = []

  /** Lines wider than `width` columns, gutter not counted, are broken; 0 never breaks. */
  constructor(options: { readonly gutter: string; readonly width: number; readonly colors: boolean }) {
    this.#gutter = options.gutter
    this.#width = options.width
    this.#colors = options.colors
  }

  /** Text without line ends; tabs go to the next eighth column, what cannot be seen is spelled out. */
  text(text: string): string {
    const [first = '', ...others] = text.split('\t')
    return (
      this.#draw(first) +
      others.map((part) => this.#draw(' '.repeat(this.#toTab())) + this.#draw(part)).join('')
    )
  }

  /** The codes of one SGR sequence (`1;31`); one that is not harmless drops the sequence. */
  dress(codes: string): string {
    const wanted = codes.split(';')
    return this.#colors && wanted.every((code) => allowed.test(code)) ? this.wear(codes) : ''
  }

  /** The codes of a look of our own; no code is the one that ends all looks (ECMA-48). */
  wear(codes: string): string {
    const wanted = codes.split(';')
    this.#looks = wanted.some((code) => reset.test(code)) ? [] : [...this.#looks.slice(-7), codes]
    return this.#column < 0 ? '' : `\x1b[${codes}m`
  }

  /** Ends the line, an empty one too. */
  newline(): string {
    const opened = this.#open()
    this.#column = -1
    return this.#looks.length === 0 ? `${opened}\n` : `${opened}\x1b[0m\n`
  }

  /** Ends the line if one is open, and forgets all looks. */
  finish(): string {
    const end = this.#column < 0 ? '' : this.newline()
    this.#looks = []
    return end
  }

  #draw(text: string): string {
    if (text === '') return ''
    let drawn = this.#open()
    for (const character of charactersOf(escapeLine(text))) {
      const columns = textWidth(character)
      if (this.#width > 0 && this.#column + columns > this.#width) drawn += this.newline() + this.#open()
      drawn += character
      this.#column += columns
    }
    return drawn
  }

  #toTab(): number {
    return 8 - (Math.max(0, this.#column) % 8)
  }

  #open(): string {
    if (this.#column >= 0) return ''
    this.#column = 0
    return this.#gutter + this.#looks.map((codes) => `\x1b[${codes}m`).join('')
  }
}
