/** Connections to the database: a task waits until one is free, in order. */
export class Pool {
  readonly #max: number
  #opened: number
  #active = 0
  readonly #waiting: (() => void)[] = []

  constructor(min: number, max: number) {
    this.#opened = min
    this.#max = max
  }

  async with<T>(task: () => Promise<T>): Promise<T> {
    await this.#acquire()
    try {
      return await task()
    } finally {
      this.#release()
    }
  }

  counts(): {
    readonly active: number
    readonly idle: number
    readonly waiting: number
    readonly max: number
  } {
    const idle = this.#opened - this.#active
    return { active: this.#active, idle, waiting: this.#waiting.length, max: this.#max }
  }

  #acquire(): Promise<void> | undefined {
    if (this.#active >= this.#max) return new Promise((resolve) => this.#waiting.push(resolve))
    this.#active++
    this.#opened = Math.max(this.#opened, this.#active)
    return undefined
  }

  /** A waiting task takes the connection over; `active` stays as it is. */
  #release(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#active--
    else next()
  }
}
