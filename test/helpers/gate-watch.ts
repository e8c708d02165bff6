import type { Block, Section } from '../../engine/model.ts'
import type { Effect, Place, RunEvent, RunMachine, Turn } from '../../engine/machine/types.ts'

interface SeenFrame {
  readonly kind: string
  readonly number: number
  readonly runbook: string
  readonly value: string | Record<string, string>
}

/** Watches a run from outside: every start below an alert must use up a confirmation of its own. */
export class GateWatch {
  readonly breaches: string[] = []
  readonly #machine: RunMachine
  #frames: readonly SeenFrame[] = []
  readonly #confirmed = new Map<string, { readonly digest: string; readonly attempt: number }>()

  constructor(machine: RunMachine) {
    this.#machine = machine
  }

  /** A gate was answered. */
  heard(effect: Effect, event: RunEvent): void {
    if (event.type !== 'confirmed' || effect.kind !== 'confirm') return
    this.#confirmed.set(key(effect), { digest: event.digest, attempt: effect.attempt })
  }

  /** The machine wants something done, perhaps in a runbook that was just called. */
  saw({ effect, snapshot }: Turn): void {
    this.#sawFrames(snapshot.frames as readonly SeenFrame[])
    if (this.#needsConfirmation(effect)) this.#spend(effect)
  }

  #sawFrames(frames: readonly SeenFrame[]): void {
    const before = this.#frames
    this.#frames = frames
    for (const [index, { kind }] of frames.entries()) {
      const caller = frames[index - 1]
      const isNew = before[index] === undefined || before[index - 1]?.number !== caller?.number
      if (kind !== 'call' || caller === undefined || !isNew) continue
      const place = {
        frame: caller.number,
        runbook: caller.runbook,
        section: Object.keys(caller.value)[0] ?? '',
      }
      const section = this.#machine.runbooks
        .get(place.runbook)
        ?.sections.find(({ id }) => id === place.section)
      if (section?.kind === 'call' && section.gates.some(asking)) this.#spend({ ...place, kind: 'call' })
    }
  }

  #spend(effect: Effect | (Place & { readonly kind: 'call' })): void {
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
  if (block.role === 'message') return section.gates[block.gate]?.asks === 'post'
  const changes = new Set(['action', 'write', 'edit', 'rollback'])
  return changes.has(block.role) && section.gates.slice(0, block.gate + 1).some(asking)
}

function asking({ asks }: { asks: string }): boolean {
  return asks !== 'nothing' && asks !== 'post'
}

function key(effect: Effect | (Place & { readonly kind: 'call' })): string {
  if (effect.kind === 'end') return 'end'
  const block = 'block' in effect ? effect.block : undefined
  return `${effect.frame} ${effect.runbook}#${effect.section} ${block ?? ''}`
}
