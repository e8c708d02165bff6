import type { Comparison, Condition, Unit } from '../model.ts'
import { compilePattern } from '../pattern.ts'

/** What comes of one condition: not known (undefined) never holds, negated neither. */
export interface Answer {
  readonly held: boolean | undefined
  readonly actual: string
}

/** What units are worth among their like; sizes go in steps of 1024, as `df -h` and `du -h` print them. */
const worth: Readonly<Record<string, { readonly like: string; readonly factor: number }>> = {
  '%': { like: 'share', factor: 1 },
  ms: { like: 'time', factor: 1 },
  s: { like: 'time', factor: 1_000 },
  KB: { like: 'size', factor: 1 },
  MB: { like: 'size', factor: 1_024 },
  GB: { like: 'size', factor: 1_048_576 },
}

/** `250ms`, `85 %`, `1.2G`, `-3e-05`; not the digits of `v2`, `node-1`, `5xx` or `10.0.0.1`. */
const printed =
  /(?<![\w.])(?<!\w-)(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?:[ \t]?(%|ms|s|[KMG]i?B?)(?![\w]))?(?![\w]|\.\d)/gi

/** Compares the first number that was printed. Numbers without a unit count as being in the condition's. */
export function compareValue(condition: Extract<Condition, { kind: 'value' }>, stdout: string): Answer {
  const found = printed.exec(stdout)
  printed.lastIndex = 0
  if (found === null) return { held: undefined, actual: 'no number was printed' }
  const [text, number = '', unit] = found
  if (/^,\d{3}(?!\d)/.test(stdout.slice(found.index + text.length))) {
    return {
      held: undefined,
      actual: `${stdout.slice(found.index).split(/\s/, 1)[0] ?? text} can be read as one number or as several`,
    }
  }
  const value = inUnit(Number(number), unit, condition.unit)
  if (value === undefined)
    return { held: undefined, actual: `${text.trim()} is not in ${condition.unit ?? ''}` }
  return { held: compare(value, condition.comparison, condition.value), actual: text.trim() }
}

function inUnit(
  value: number,
  printedUnit: string | undefined,
  wanted: Unit | undefined,
): number | undefined {
  if (printedUnit === undefined || wanted === undefined) return value
  const from = worth[normal(printedUnit)]
  const to = worth[wanted]
  if (from === undefined || to === undefined || from.like !== to.like) return undefined
  return (value * from.factor) / to.factor
}

function normal(unit: string): string {
  return /^[KMG]/i.test(unit) && unit.toLowerCase() !== 'ms'
    ? `${unit[0]?.toUpperCase() ?? ''}B`
    : unit.toLowerCase()
}

const comparisons: Readonly<Record<Comparison, (actual: number, expected: number) => boolean>> = {
  '<': (actual, expected) => actual < expected,
  '<=': (actual, expected) => actual <= expected,
  '>': (actual, expected) => actual > expected,
  '>=': (actual, expected) => actual >= expected,
  is: (actual, expected) => actual === expected,
}

/** Compares two numbers. */
export function compare(actual: number, comparison: Comparison, expected: number): boolean {
  return comparisons[comparison](actual, expected)
}

/** Compares an input or a handed-on value: by number with `<` and its like, else as text. */
export function compareBinding(
  condition: Extract<Condition, { kind: 'binding' }>,
  value: string | undefined,
): Answer {
  const { name, comparison, value: expected } = condition
  if (comparison === 'empty')
    return { held: (value ?? '') === '', actual: value ? `$${name} is ${value}` : `$${name} is empty` }
  if (value === undefined) return { held: undefined, actual: `$${name} is not set` }
  const actual = `$${name} is ${value === '' ? 'empty' : value}`
  if (comparison === 'is') return { held: value === expected, actual }
  if (comparison === 'contains') return { held: value.includes(expected), actual }
  if (comparison === 'matches') return { held: matches(expected, value), actual }
  const [left, right] = [Number(value.trim() || 'none'), Number(expected)]
  const numbers = Number.isFinite(left) && Number.isFinite(right)
  return { held: numbers ? compare(left, comparison, right) : undefined, actual }
}

function matches(written: string, value: string): boolean | undefined {
  const end = written.lastIndexOf('/')
  const pattern = compilePattern(written.slice(1, end), written.slice(end + 1))
  return pattern.problem === undefined ? pattern.test(value) : undefined
}
