import type { Place, RunMachine } from '../machine/types.ts'

/** The time that a run spends in one of its runbooks, in a phase, or in a section. */
export interface Stay {
  readonly of: 'run' | 'phase' | 'section'
  readonly frame: number
  /** Path of the runbook. */
  readonly runbook: string
  /** Id of the phase or the section; of a runbook, its path. */
  readonly id: string
  /** ISO instants; without `until` it goes on. */
  readonly since: string
  readonly until?: string
}

/** Follows where a run stands. What is left and entered again is a stay of its own. */
export class Stays {
  #open: readonly Stay[] = []
  readonly #past: Stay[] = []

  /** Where the run stands now, outermost first. */
  get open(): readonly Stay[] {
    return this.#open
  }

  /** Every stay so far, in the order in which they ended, then the open ones. */
  get all(): readonly Stay[] {
    return [...this.#past, ...this.#open]
  }

  /** The run stands there from an instant on: a place for each runbook at work, none when it is over. */
  moved(machine: RunMachine, places: readonly Place[], at: string): void {
    const now = places.flatMap((place) => staysAt(machine, place, at))
    const known = new Map(this.#open.map((stay) => [keyOf(stay), stay]))
    const kept = new Set(now.map(keyOf))
    for (const stay of this.#open) if (!kept.has(keyOf(stay))) this.#past.push({ ...stay, until: at })
    this.#open = now.map((stay) => known.get(keyOf(stay)) ?? stay)
  }
}

function staysAt(machine: RunMachine, { frame, runbook, section }: Place, since: string): Stay[] {
  const book = machine.runbooks.get(runbook)
  const phases = book?.phases.filter(({ sections }) => sections.includes(section)) ?? []
  const at = { frame, runbook, since }
  return [
    { of: 'run', ...at, id: runbook },
    ...phases.map(({ id }): Stay => ({ of: 'phase', ...at, id })),
    { of: 'section', ...at, id: section },
  ]
}

function keyOf({ of, frame, runbook, id }: Stay): string {
  return JSON.stringify([of, frame, runbook, id])
}
