import { formsOf, shortestSecret, type Form } from './encodings.ts'
import type { Secret } from './protocol.ts'

/** Takes the secrets out of a stream of bytes, wherever its chunks are cut. */
export interface Mask {
  /** What can be said now; the end of it is held back while it may be the beginning of a secret. */
  push(bytes: Buffer): Buffer
  /** What was held back, when nothing more comes. */
  end(): Buffer
}

/** Something with every secret in every form known, ready for many streams and texts. */
export interface Redaction {
  readonly none: boolean
  stream(): Mask
  text(text: string): string
}

/** Makes ready to mask secrets, each by `[secret NAME]`, in all forms of {@link formsOf}. */
export function redactionOf(secrets: readonly Secret[]): Redaction {
  const forms = formsOf(secrets)
  if (forms.length === 0) return { none: true, stream: openMask, text: (text) => text }
  const finder = new Finder(forms)
  const stream = () => new StreamMask(finder)
  const text = (text: string) => {
    const mask = stream()
    return Buffer.concat([mask.push(Buffer.from(text)), mask.end()]).toString()
  }
  return { none: false, stream, text }
}

const nothing = Buffer.alloc(0)

function openMask(): Mask {
  return { push: (bytes) => bytes, end: () => nothing }
}

interface Pattern {
  readonly bytes: Buffer
  readonly mark: Buffer
}

/** Position in the first 8 bytes of a form that is compared last; every form is at least that long. */
const reach = shortestSecret - 1

/**
 * Finds the forms in order of where they start, by the shift table of Wu and Manber (1994) over pairs of bytes of
 * their first 8: most of an ordinary text is stepped over 7 bytes at a time.
 */
class Finder {
  readonly #longest: number
  readonly #shift = new Uint8Array(65536).fill(reach)
  readonly #byPair = new Map<number, Pattern[]>()
  readonly #byFirst: readonly Pattern[][] = Array.from({ length: 256 }, () => [])

  constructor(forms: readonly Form[]) {
    this.#longest = Math.max(...forms.map(({ bytes }) => bytes.length))
    for (const { name, bytes } of forms) this.#learn({ bytes, mark: Buffer.from(`[secret ${name}]`) })
  }

  #learn(pattern: Pattern): void {
    for (let end = 1; end <= reach; end++) {
      const pair = pairAt(pattern.bytes, end)
      this.#shift[pair] = Math.min(this.#shift[pair] ?? 0, reach - end)
    }
    const pair = pairAt(pattern.bytes, reach)
    this.#byPair.set(pair, [...(this.#byPair.get(pair) ?? []), pattern])
    this.#byFirst[pattern.bytes[0] ?? 0]?.push(pattern)
  }

  /** Where the next whole form that starts at or after `from` and before `to` lies; -1 when there is none. */
  next(text: Buffer, from: number, to: number): number {
    const last = Math.min(to - 1 + reach, text.length - 1)
    for (let end = from + reach; end <= last;) {
      const step = this.#shift[pairAt(text, end)] as number
      if (step === 0 && this.at(text, end - reach) !== undefined) return end - reach
      end += step || 1
    }
    return -1
  }

  /** The longest form that starts right here. */
  at(text: Buffer, start: number): Pattern | undefined {
    return this.#byPair
      .get(pairAt(text, start + reach))
      ?.find(({ bytes }) => text.length - start >= bytes.length && begins(text, start, bytes, bytes.length))
  }

  /** Where the first form begins that the end of the text may have cut; the length when there is none. */
  cut(text: Buffer): number {
    for (let start = Math.max(0, text.length - this.#longest + 1); start < text.length; start++) {
      const size = text.length - start
      const cut = this.#byFirst[text[start] as number]?.some(
        ({ bytes }) => bytes.length > size && begins(text, start, bytes, size),
      )
      if (cut === true) return start
    }
    return text.length
  }
}

function pairAt(bytes: Buffer, end: number): number {
  return ((bytes[end - 1] as number) << 8) | (bytes[end] as number)
}

function begins(text: Buffer, start: number, bytes: Buffer, size: number): boolean {
  for (let i = 0; i < size; i++) if (text[start + i] !== bytes[i]) return false
  return true
}

class StreamMask implements Mask {
  readonly #finder: Finder
  #held: Buffer = nothing
  /** How many bytes of what is held belong to a secret whose mark was said already. */
  #covered = 0

  constructor(finder: Finder) {
    this.#finder = finder
  }

  push(bytes: Buffer): Buffer {
    const text = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    return this.#say(text, this.#finder.cut(text))
  }

  end(): Buffer {
    return this.#say(this.#held, this.#held.length)
  }

  /** Says everything before `to`, and holds back the rest. Secrets that overlap have one mark. */
  #say(text: Buffer, to: number): Buffer {
    const parts: Buffer[] = []
    let done = this.#covered
    for (let at = this.#finder.next(text, 0, to); at >= 0; at = this.#finder.next(text, at + 1, to)) {
      const found = this.#finder.at(text, at)
      if (found === undefined) break
      if (at >= done) parts.push(text.subarray(done, at), found.mark)
      done = Math.max(done, at + found.bytes.length)
    }
    if (done < to) parts.push(text.subarray(done, to))
    this.#covered = Math.max(0, done - to)
    this.#held = to < text.length ? Buffer.from(text.subarray(to)) : nothing
    return parts.length === 1 ? (parts[0] ?? nothing) : Buffer.concat(parts)
  }
}
