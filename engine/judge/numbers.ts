import type { Comparison, Condition, Operand } from '../model.ts'
import { parseDuration } from '../duration.ts'
import { compilePattern, readSlashed } from '../pattern.ts'

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
  m: { like: 'time', factor: 60_000 },
  h: { like: 'time', factor: 3_600_000 },
  d: { like: 'time', factor: 86_400_000 },
  KB: { like: 'size', factor: 1 },
  MB: { like: 'size', factor: 1_024 },
  GB: { like: 'size', factor: 1_048_576 },
}

/** `250ms`, `85 %`, `1.2G`, `-3e-05`; not the digits of `v2`, `node-1`, `5xx` or `10.0.0.1`. */
const printed =
  /(?<![\w.])(?<!\w-)(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?:[ \t]?(%|ms|[shd]|[KMG]i?B?)(?![\w]))?(?![\w]|\.\d)/gi

/** Compares the first number that was printed. Numbers without a unit count as being in the condition's. */
export function compareValue(
  condition: Extract<Condition, { kind: 'value' }>,
  stdout: string,
  values: ReadonlyMap<string, string>,
): Answer {
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
  const limit = limitOf(condition, values)
  if (typeof limit === 'string') return { held: undefined, actual: `${text.trim()}, and ${limit}` }
  const value = inUnit(Number(number), unit && normal(unit, limit.unit), limit.unit)
  if (value === undefined) return { held: undefined, actual: `${text.trim()} is not in ${limit.unit ?? ''}` }
  const beside = typeof condition.value === 'number' ? '' : `, and ${limit.shown}`
  return { held: compare(value, condition.comparison, limit.number), actual: `${text.trim()}${beside}` }
}

interface Limit {
  readonly number: number
  readonly unit: string | undefined
  readonly shown: string
}

/** What a printed number is compared with; a sentence when the value that stands for it is no number. */
function limitOf(
  { value, unit }: Extract<Condition, { kind: 'value' }>,
  values: ReadonlyMap<string, string>,
): Limit | string {
  if (typeof value === 'number') return { number: value, unit, shown: '' }
  const written = values.get(value.name)
  if (written === undefined) return `$${value.name} is not set`
  const shown = `$${value.name} is ${written}`
  const quantity = readQuantity(written)
  if (quantity === undefined) return `${shown}, which is no number`
  if (quantity.unit === undefined || unit === undefined)
    return { number: quantity.number, unit: quantity.unit ?? unit, shown }
  const number = inUnit(quantity.number, quantity.unit, unit)
  return number === undefined ? `${shown}, which is not in ${unit}` : { number, unit, shown }
}

/** A number, with a unit or without: `200`, `80%`, `24 h`, and durations such as `1h30m`. */
function readQuantity(
  text: string,
): { readonly number: number; readonly unit: string | undefined } | undefined {
  const [, number, unit] =
    /^\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(%|ms|[smhd]|[KMG]B)?\s*$/.exec(text) ?? []
  if (number !== undefined) return { number: Number(number), unit }
  const duration = parseDuration(text.trim())
  return duration === undefined ? undefined : { number: duration, unit: 'ms' }
}

function inUnit(value: number, unit: string | undefined, wanted: string | undefined): number | undefined {
  if (unit === undefined || wanted === undefined) return value
  const [from, to] = [worth[unit], worth[wanted]]
  if (from === undefined || to === undefined || from.like !== to.like) return undefined
  return (value * from.factor) / to.factor
}

/** A unit as programs print it: `m` is minutes beside times, and megabytes beside sizes. */
function normal(unit: string, wanted: string | undefined): string {
  if (unit === 'm' && worth[wanted ?? '']?.like === 'time') return unit
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
  values: ReadonlyMap<string, string>,
): Answer {
  const { name, comparison } = condition
  const value = values.get(name)
  if (comparison === 'empty')
    return { held: (value ?? '') === '', actual: value ? `$${name} is ${value}` : `$${name} is empty` }
  if (value === undefined) return { held: undefined, actual: `$${name} is not set` }
  const expected = textOf(condition.value, values)
  const beside = typeof condition.value === 'string' ? '' : `, and ${shownOperand(condition.value, expected)}`
  const actual = `$${name} is ${value === '' ? 'empty' : value}${beside}`
  if (expected === undefined) return { held: undefined, actual }
  if (comparison === 'is') return { held: value === expected, actual }
  if (comparison === 'contains') return { held: value.includes(expected), actual }
  if (comparison === 'matches') return { held: matches(expected, value), actual }
  const [left, right] = [readQuantity(value), readQuantity(expected)]
  const number = left && right && inUnit(left.number, left.unit, right.unit)
  return { held: number === undefined ? undefined : compare(number, comparison, right?.number ?? 0), actual }
}

/** A text, or the value that stands for it; nothing when that is not set. */
export function textOf(written: string | Operand, values: ReadonlyMap<string, string>): string | undefined {
  return typeof written === 'string' ? written : values.get(written.name)
}

/** `$LIMIT is 5`, for the other side of a comparison. */
export function shownOperand({ name }: Operand, value: string | undefined): string {
  return value === undefined ? `$${name} is not set` : `$${name} is ${value === '' ? 'empty' : value}`
}

function matches(written: string, value: string): boolean | undefined {
  const { source, flags } = readSlashed(written) ?? { source: written, flags: '' }
  const pattern = compilePattern(source, flags)
  return pattern.problem === undefined ? pattern.test(value) : undefined
}
