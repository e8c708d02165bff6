/** Input that is silent so long, in milliseconds, has come to rest: what follows was typed after it. */
const quiet = 40
/** Input that does not come to rest within this time, in milliseconds, is not a person's. */
const patience = 2000

/** Knows when somebody types, so that nothing typed before a question is taken for its answer. */
export class Typing {
  #count = 0
  #ended = false
  #wake: (() => void) | undefined

  /** Something was typed. */
  note(): void {
    this.#count += 1
    this.#wake?.()
  }

  /** Nothing will be typed any more. */
  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Whether nothing arrives for a moment. */
  async silent(): Promise<boolean> {
    const before = this.#count
    if (!this.#ended) await this.#arrival()
    return this.#count === before
  }

  /** Waits until the input comes to rest; false when it ends or never does. */
  async rest(): Promise<boolean> {
    const limit = performance.now() + patience
    while (!(await this.silent())) if (performance.now() > limit) return false
    return !this.#ended
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, quiet)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
