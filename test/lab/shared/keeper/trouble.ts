import { setTimeout as sleep } from 'node:timers/promises'

/** One fault: how it is brought about, and how an observer who knows nothing of that sees that it is there. */
export interface Fault<Machine, Seen> {
  apply(machine: Machine): Promise<void> | void
  isPresent(seen: Seen, machine: Machine): boolean
}

/** What a fault can be put into. */
export interface Breakable<Seen> {
  observe(): Promise<Seen>
  /** Everything as on a good day. */
  layOut(): Promise<void>
}

/** Milliseconds in which a fault must show and a restored machine must be ready. */
const patience = 10_000

/** The faults of a lab, and which of them is in it. */
export class Trouble<Machine extends Breakable<Seen>, Seen> {
  current: string | null = null
  readonly #faults: Readonly<Record<string, Fault<Machine, Seen>>>
  readonly #machine: Machine
  readonly #changed: () => void

  /** `changed` is called when another fault is in the lab, or none. */
  constructor(faults: Readonly<Record<string, Fault<Machine, Seen>>>, machine: Machine, changed: () => void) {
    this.#faults = faults
    this.#machine = machine
    this.#changed = changed
  }

  /** Puts everything back, and then a fault in; `null` for none. Rejects when it does not show. */
  async replace(name: string | null): Promise<void> {
    if (name !== null) this.#fault(name)
    await this.#machine.layOut()
    await this.bringAbout(name)
  }

  /** Puts a fault into a machine that is well, and waits until it shows. */
  async bringAbout(name: string | null): Promise<void> {
    if (name !== null) {
      await this.#fault(name).apply(this.#machine)
      await until(`the fault \`${name}\` does not show`, () => this.isPresent(name))
    }
    this.current = name
    this.#changed()
  }

  async isPresent(name: string): Promise<boolean> {
    return this.#fault(name).isPresent(await this.#machine.observe(), this.#machine)
  }

  #fault(name: string): Fault<Machine, Seen> {
    const fault = this.#faults[name]
    if (fault !== undefined) return fault
    throw new Error(`there is no fault \`${name}\`, only ${Object.keys(this.#faults).join(', ')}`)
  }
}

/** Waits until it holds; rejects with the sentence after ten seconds. */
export async function until(sentence: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${sentence} after ${patience / 1000} s`)
    await sleep(30)
  }
}
