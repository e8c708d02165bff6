import type { Engine } from './engine.ts'

/** Milliseconds between two turns, requests in a turn, and how many may wait at once. */
const turn = 100
const recalls = 4
const patience = 40

/** The clients of the service: they recall, and store what they forget a little later. */
export class Load {
  readonly #engine: Engine
  #waiting = 0
  #stored = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  start(): void {
    setInterval(() => {
      for (let count = 0; count < recalls; count++) this.#ask(() => this.#engine.recall('working', 5))
      this.#ask(() => this.#store())
    }, turn)
  }

  async #store(): Promise<void> {
    const content = `load ${process.pid} ${this.#stored++}`
    await this.#engine.remember(content)
    await this.#engine.forget(content)
  }

  #ask(work: () => Promise<unknown>): void {
    if (this.#waiting >= patience) return
    this.#waiting++
    work()
      .catch(() => undefined)
      .finally(() => this.#waiting--)
  }
}
