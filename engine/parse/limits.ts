import type { Span } from '../source.ts'
import type { Envelope } from './envelope.ts'
import type { Findings } from './findings.ts'
import { openDepth } from './depth.ts'

/** The largest file in UTF-8 bytes, and the longest line in UTF-16 units (promise P28). */
export const maxFile = 256 * 1024
export const maxLine = 64 * 1024
/** Quotes and lists inside each other. */
export const maxDepth = 32
/** Lines that are neither blank nor in a plain fence, and list and quote marks: list parsing is quadratic in both. */
const maxLines = 3_000
/** Lines of all kinds. */
const maxAllLines = 20_000
/** `*` and `_`, or brackets, of one paragraph squared, summed up: 10 million take the parser half a second. */
const maxPairs = 10_000_000
/** Back-tick runs and `<` of one paragraph times its length, summed up: each may look for its end to the paragraph's. */
const maxLookahead = 50_000_000

/**
 * Refuses, in one pass over the lines, what the Markdown parser cannot read quickly: the limit that was exceeded, or
 * nothing when the text may be given to it. Text in fences is not counted as long as it is certain that they
 * are fences: they begin in the first column, and neither HTML nor an indented fence came before.
 */
export function checkLimits(text: string, envelope: Envelope, findings: Findings): Limit | undefined {
  const scan = new Scan(findings)
  if (Buffer.byteLength(text) > maxFile) return scan.refuseFile()
  const from = envelope.yaml?.end ?? envelope.start
  for (const line of lines(text, from)) {
    scan.line(text.slice(line.start, line.end), line)
    if (scan.refused !== undefined) return scan.refused
  }
  scan.endParagraph({ start: text.length, end: text.length })
  return scan.refused
}

export type Limit = 'too-large' | 'too-deep' | 'too-complex'

function* lines(text: string, from: number): Generator<Span> {
  let start = from
  const ends = /\r\n|\n|\r/g
  ends.lastIndex = from
  for (let match = ends.exec(text); match !== null; match = ends.exec(text)) {
    yield { start, end: match.index }
    start = match.index + match[0].length
  }
  yield { start, end: text.length }
}

class Scan {
  refused: Limit | undefined
  readonly #findings: Findings
  readonly #depth = openDepth()
  /** The marker of the fence that the line is in. */
  #fence = ''
  /** Nothing has made it uncertain what a fence is. */
  #certain = true
  #allLines = 0
  #lines = 0
  #pairs = 0
  #lookahead = 0
  #paragraph = { stars: 0, brackets: 0, openers: 0, length: 0 }

  constructor(findings: Findings) {
    this.#findings = findings
  }

  refuseFile(): Limit {
    this.#refuse(
      'too-large',
      { start: 0, end: 0 },
      'this file is larger than 256 KiB',
      'split it into several runbooks',
    )
    return 'too-large'
  }

  line(text: string, span: Span): void {
    if (++this.#allLines > maxAllLines) {
      this.#refuse(
        'too-large',
        span,
        'this file has more than 20,000 lines',
        'split it into several runbooks',
      )
    } else if (text.length > maxLine)
      this.#refuse('too-large', span, 'this line is longer than 65,536 characters', 'break it')
    else if (this.#inFence(text)) return
    else if (text.trim() === '') this.endParagraph(span)
    else this.#count(text, span)
  }

  /** Follows fences that begin in the first column; anything else that looks like one ends the certainty. */
  #inFence(text: string): boolean {
    if (this.#fence !== '') {
      const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(text)?.[1] ?? ''
      if (closing[0] === this.#fence[0] && closing.length >= this.#fence.length) this.#fence = ''
      return true
    }
    const opening = /^(`{3,})[^`]*$|^(~{3,})/.exec(text)
    if (opening !== null && this.#certain) this.#fence = opening[1] ?? opening[2] ?? ''
    else if (/^(?:[\s>*+-]|\d+[.)])*(?:<|`{3}|~{3})/.test(text)) this.#certain = false
    return this.#fence !== ''
  }

  #count(text: string, span: Span): void {
    const paragraph = this.#paragraph
    for (const [character] of text.matchAll(/[*_]|[[\]]|`+|</g)) {
      if (character === '*' || character === '_') paragraph.stars++
      else if (character === '[' || character === ']') paragraph.brackets++
      else paragraph.openers++
    }
    paragraph.length += text.length
    if (this.#depth.line(text) > maxDepth) {
      this.#refuse(
        'too-deep',
        span,
        'quotes and lists nest more than 32 levels deep',
        'write the inner ones under a heading of their own',
      )
    } else if (++this.#lines > maxLines || this.#depth.marks() > maxLines) {
      this.#refuse(
        'too-large',
        span,
        'this file has more than 3,000 lines outside of fences',
        'split it into several runbooks',
      )
    }
  }

  endParagraph(span: Span): void {
    const { stars, brackets, openers, length } = this.#paragraph
    this.#pairs += stars ** 2 + brackets ** 2
    this.#lookahead += openers * length
    this.#paragraph = { stars: 0, brackets: 0, openers: 0, length: 0 }
    if (this.#pairs <= maxPairs && this.#lookahead <= maxLookahead) return
    this.#refuse(
      'too-complex',
      span,
      'the text above holds too many of `*`, `_`, `[`, `<` and back-ticks',
      'put it into a fence, or break it up with empty lines',
    )
  }

  #refuse(code: Limit, span: Span, message: string, help: string): void {
    this.refused = code
    this.#findings.add(code, { start: span.start, end: Math.min(span.end, span.start + 80) }, message, {
      help,
    })
  }
}
