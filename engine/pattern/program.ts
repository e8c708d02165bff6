import type { Edge, Shape } from './read.ts'

/** One step of a program; `next` and `other` are where it goes on. */
export type Step =
  | { readonly kind: 'character'; readonly test: (character: string) => boolean }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: 'jump'; next: number }
  | { readonly kind: 'match' }

/** Parts that are written at most, empty ones too; a pattern as long as a line has some hundreds. */
const most = 5_000

/** Lays a pattern out as steps; nothing when counted repetitions make it too large. */
export function writeProgram(shape: Shape): readonly Step[] | undefined {
  const writer = new Writer()
  return writer.write(shape) ? [...writer.steps, { kind: 'match' }] : undefined
}

/** Each method is false when the program grows too large. */
class Writer {
  readonly steps: Step[] = []
  #written = 0

  write(shape: Shape): boolean {
    if (++this.#written > most) return false
    if (shape.kind === 'sequence') return shape.parts.every((part) => this.write(part))
    if (shape.kind === 'choice') return this.#choice(shape.options)
    if (shape.kind === 'repeat') return this.#repeat(shape.part, shape.least, shape.most)
    this.steps.push(shape)
    return true
  }

  /** A step that goes on with the next one or, when that fails, elsewhere. */
  #fork(): { other: number } {
    const fork = { kind: 'fork' as const, next: this.steps.length + 1, other: 0 }
    this.steps.push(fork)
    return fork
  }

  #jump(next: number): { next: number } {
    const jump = { kind: 'jump' as const, next }
    this.steps.push(jump)
    return jump
  }

  #choice([option, ...others]: readonly Shape[]): boolean {
    if (option === undefined) return true
    if (others.length === 0) return this.write(option)
    const fork = this.#fork()
    if (!this.write(option)) return false
    const end = this.#jump(0)
    fork.other = this.steps.length
    const fits = this.#choice(others)
    end.next = this.steps.length
    return fits
  }

  #repeat(part: Shape, least: number, times: number): boolean {
    for (let count = 0; count < least; count++) if (!this.write(part)) return false
    return times === Infinity ? this.#loop(part) : this.#optional(part, times - least)
  }

  #optional(part: Shape, times: number): boolean {
    const forks: { other: number }[] = []
    for (let count = 0; count < times; count++) {
      forks.push(this.#fork())
      if (!this.write(part)) return false
    }
    for (const fork of forks) fork.other = this.steps.length
    return true
  }

  #loop(part: Shape): boolean {
    const start = this.steps.length
    const fork = this.#fork()
    if (!this.write(part)) return false
    this.#jump(start)
    fork.other = this.steps.length
    return true
  }
}
