/** A pattern as a tree. A character is judged by the test of its class, an edge by what is around it. */
export type Shape =
  | {
      readonly kind: 'character'
      readonly test: (character: string) => boolean
      /** The one character that it stands for, when it is written as itself. */
      readonly literal?: string
    }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'sequence'; readonly parts: readonly Shape[] }
  | { readonly kind: 'choice'; readonly options: readonly Shape[] }
  | { readonly kind: 'repeat'; readonly part: Shape; readonly least: number; readonly most: number }

export type Edge = 'start' | 'end' | 'line-start' | 'line-end' | 'word' | 'no-word'

/**
 * Reads a pattern whose syntax is known to be right. A sentence when it holds what cannot be matched in linear time.
 * What single characters and classes mean is left to JavaScript, one character at a time.
 */
export function readPattern(source: string, flags: string): Shape | string {
  try {
    return new PatternReader(source, flags).choice()
  } catch (error) {
    if (error instanceof Unmatched) return error.message
    throw error
  }
}

class Unmatched extends Error {}

const token =
  /\(\?:|\(\?<(?![=!])[^>]*>|\(\?[^:]?|\[(?:\\.|[^\]\\])*\]|\\(?:x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]+\}|c[a-z]|p\{[^}]*\}|[\s\S])|[\s\S]/iy
const quantifier = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y

class PatternReader {
  readonly #source: string
  readonly #flags: string
  readonly #tests = new Map<string, (character: string) => boolean>()
  #at = 0
  #depth = 0

  constructor(source: string, flags: string) {
    this.#source = source
    this.#flags = flags
  }

  choice(): Shape {
    if (++this.#depth > 100) throw new Unmatched('its groups nest too deeply')
    const options = [this.#sequence()]
    while (this.#source[this.#at] === '|') {
      this.#at++
      options.push(this.#sequence())
    }
    this.#depth--
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options }
  }

  #sequence(): Shape {
    const parts: Shape[] = []
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) {
      parts.push(this.#repeated(this.#one()))
    }
    return { kind: 'sequence', parts }
  }

  #one(): Shape {
    const word = this.#take(token)?.[0] ?? ''
    if (word === '(' || word === '(?:' || /^\(\?<.*>$/s.test(word)) return this.#group()
    if (word.startsWith('(?')) throw new Unmatched('it looks ahead or behind, which is not supported')
    if (/^\\(?:[1-9]|k)/.test(word)) throw new Unmatched('it refers back to a group, which is not supported')
    const edge = this.#edge(word)
    if (edge !== undefined) return { kind: 'edge', edge }
    const literal = /^(?:\\([^\w\s])|([^\\.[(]))$/u.exec(word)
    const written = literal?.[1] ?? literal?.[2]
    return {
      kind: 'character',
      test: this.#test(word),
      ...(written === undefined ? {} : { literal: written }),
    }
  }

  #group(): Shape {
    const inner = this.choice()
    this.#at++
    return inner
  }

  #edge(word: string): Edge | undefined {
    const lines = this.#flags.includes('m')
    if (word === '^') return lines ? 'line-start' : 'start'
    if (word === '$') return lines ? 'line-end' : 'end'
    if (word === '\\b') return 'word'
    return word === '\\B' ? 'no-word' : undefined
  }

  #repeated(part: Shape): Shape {
    const found = this.#take(quantifier)
    if (found === undefined) return part
    const [, sign, least, comma, most] = found
    if (sign !== undefined)
      return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
    const from = Number(least)
    return {
      kind: 'repeat',
      part,
      least: from,
      most: comma === undefined ? from : most ? Number(most) : Infinity,
    }
  }

  /** A class asks JavaScript once for each character that it meets. */
  #test(word: string): (character: string) => boolean {
    const known = this.#tests.get(word)
    if (known !== undefined) return known
    const single = new RegExp(`^(?:${word})$`, this.#flags.replace('m', ''))
    const answers = new Map<string, boolean>()
    const test = (character: string): boolean => {
      const answer = answers.get(character) ?? single.test(character)
      if (answers.size < 512) answers.set(character, answer)
      return answer
    }
    this.#tests.set(word, test)
    return test
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source) ?? undefined
    this.#at += found?.[0].length ?? 0
    return found
  }
}
