/** What a stream of characters would make a terminal do, besides showing text. */
export interface Acts {
  /** Sequences that move, clear, set titles, write clipboards, link, ask for an answer, or are not known. */
  readonly harmful: readonly string[]
  /** Parameters of colour sequences. */
  readonly colours: readonly string[]
  /** What is shown. */
  readonly text: string
}

// oxlint-disable-next-line no-control-regex
const sequence =
  /\x1b\[([0-?]*)([ -/]*)([@-~])|\x1b[P\]X^_][^]*?(?:\x07|\x1b\\|$)|\x1b[^]?|[\x00-\x09\x0b-\x1f\x7f-\x9f]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/gu

/** A small terminal: it reads the controls of ECMA-48 and xterm, 7 and 8 bit, and says what each would do. */
export function actsOf(printed: string): Acts {
  const harmful: string[] = []
  const colours: string[] = []
  const text = printed.replace(sequence, (found, parameters?: string, between?: string, final?: string) => {
    if (final === 'm' && between === '') colours.push(parameters ?? '')
    else harmful.push(found)
    return ''
  })
  return { harmful, colours, text }
}
