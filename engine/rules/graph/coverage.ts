import type { Condition, Decision, InputDeclaration } from '../../model.ts'

/**
 * Whether some branch of a decision always holds: a person answers, there is an **otherwise**, a condition stands
 * beside its opposite, or every value that an input can have has its branch.
 */
export function coversEverything(
  decision: Decision,
  inputs: Readonly<Record<string, InputDeclaration>>,
): boolean {
  const conditions = decision.branches.flatMap(({ condition }) => (condition ? [condition] : []))
  if (conditions.length < decision.branches.length) return true
  return (
    conditions.some((condition) => condition.kind === 'otherwise') ||
    conditions.some((one) => conditions.some((other) => areOpposites(one, other))) ||
    Object.entries(inputs).some(([name, input]) => everyValue(name, input, conditions))
  )
}

const opposite = { '<': '>=', '>=': '<', '>': '<=', '<=': '>', is: undefined } as const

function areOpposites(one: Condition, other: Condition): boolean {
  if (one.kind === 'not') return sameText(one.condition, other)
  if (one.kind === 'exit' && other.kind === 'exit')
    return one.code === other.code && one.negated !== other.negated
  if (one.kind === 'value' && other.kind === 'value')
    return (
      opposite[one.comparison] === other.comparison && one.value === other.value && one.unit === other.unit
    )
  if (
    one.kind === 'json' &&
    other.kind === 'json' &&
    one.test.kind === 'compare' &&
    other.test.kind === 'compare'
  )
    return (
      one.pointer.join('\0') === other.pointer.join('\0') &&
      one.test.value === other.test.value &&
      opposite[one.test.comparison] === other.test.comparison
    )
  return false
}

const sameText = (one: Condition, other: Condition): boolean =>
  one.text.replaceAll(/\s+/g, ' ').trim() === other.text.replaceAll(/\s+/g, ' ').trim()

function everyValue(name: string, input: InputDeclaration, conditions: readonly Condition[]): boolean {
  const values =
    input.type === 'boolean' ? ['true', 'false'] : input.type === 'choice' ? input.choices : undefined
  const answered = new Set(
    conditions.flatMap((one) =>
      one.kind === 'binding' && one.name === name && one.comparison === 'is' ? [one.value] : [],
    ),
  )
  return values !== undefined && values.length > 0 && values.every((value) => answered.has(value))
}
