import { holdsOnBindings, needsOutcome } from '../../judge.ts'
import type { Branch, Condition, Section } from '../../model.ts'
import type { Known } from '../../plan.ts'
import type { Bindings } from '../../run/commands.ts'

/**
 * What is known before anything has run: branches that `--choose` names, and branches that inputs alone decide.
 * @param choose answers by section id, as typed
 */
export function knownBefore(bindings: Bindings, choose: ReadonlyMap<string, string>): Known {
  return {
    possible(_, section) {
      if (section.kind !== 'decision') return undefined
      return chosen(section.branches, choose.get(section.id)) ?? decided(section, bindings)
    },
  }
}

function chosen(branches: readonly Branch[], answer: string | undefined): number[] | undefined {
  if (answer === undefined) return undefined
  const branch = branches.findIndex((one) => one.answer.toLowerCase() === answer.trim().toLowerCase())
  return branch < 0 ? undefined : [branch]
}

/** Branches in order, up to the first that certainly holds, without those that certainly do not. */
function decided(section: Extract<Section, { kind: 'decision' }>, bindings: Bindings): number[] | undefined {
  const values = new Map([...bindings.values()].map(({ name, value }) => [name, value]))
  const possible: number[] = []
  for (const [index, { condition }] of section.branches.entries()) {
    if (condition === undefined) return undefined
    const certain = isCertain(condition, values) ? holdsOnBindings(condition, values)?.held : undefined
    if (certain !== false) possible.push(index)
    if (certain === true) break
  }
  return possible
}

/** A name without a value may get one from a block that has not run yet. */
function isCertain(condition: Condition, values: ReadonlyMap<string, string>): boolean {
  return !needsOutcome(condition) && namesIn(condition).every((name) => values.has(name))
}

function namesIn(condition: Condition): string[] {
  if (condition.kind === 'not') return namesIn(condition.condition)
  if (condition.kind === 'and') return condition.conditions.flatMap(namesIn)
  return condition.kind === 'binding' ? [condition.name] : []
}
