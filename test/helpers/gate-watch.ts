import type { Block, Section } from '../../engine/model.ts'
import type { Effect, RunEvent, RunMachine } from '../../engine/machine/types.ts'

/** Watches a run from outside: every start below an alert must use up a confirmation of its own. */
export class GateWatch {
  readonly breaches: string[] = []
  readonly #machine: RunMachine
  readonly #confirmed = new Map<string, { readonly digest: string; readonly attempt: number }>()

  constructor(machine: RunMachine) {
    this.#machine = machine
  }

  /** A gate was answered. */
  heard(effect: Effect, event: RunEvent): void {
    if (event.type !== 'confirmed' || effect.kind !== 'confirm') return
    this.#confirmed.set(key(effect), { digest: event.digest, attempt: effect.attempt })
  }

  /** The machine wants something done. */
  saw(effect: Effect): void {
    if (!this.#needsConfirmation(effect)) return
    const name = key(effect)
    const given = this.#confirmed.get(name)
    this.#confirmed.delete(name)
    if (given === undefined) this.breaches.push(`${effect.kind} without a confirmation at ${name}`)
    else if (
      effect.kind === 'attempt' &&
      (given.digest !== effect.confirmed || given.attempt !== effect.attempt)
    ) {
      this.breaches.push(`${effect.kind} with another confirmation at ${name}`)
    }
  }

  #needsConfirmation(effect: Effect): boolean {
    if (effect.kind !== 'attempt' && effect.kind !== 'instruct' && effect.kind !== 'tick') return false
    const section = this.#machine.runbooks
      .get(effect.runbook)
      ?.sections.find(({ id }) => id === effect.section)
    if (section === undefined) return true
    if (effect.kind === 'attempt') return below(section, section.blocks[effect.block])
    return (
      section.kind !== 'step' &&
      (effect.kind === 'instruct' || effect.item === 0) &&
      section.gates.some(asking)
    )
  }
}

function below(section: Section, block: Block | undefined): boolean {
  if (block === undefined || block.gate === undefined) return false
  const changes = new Set(['action', 'write', 'edit', 'rollback'])
  return changes.has(block.role) && section.gates.slice(0, block.gate + 1).some(asking)
}

function asking({ asks }: { asks: string }): boolean {
  return asks !== 'nothing'
}

function key(effect: Effect): string {
  if (effect.kind === 'end') return 'end'
  const block = 'block' in effect ? effect.block : undefined
  return `${effect.frame} ${effect.runbook}#${effect.section} ${block ?? ''}`
}
