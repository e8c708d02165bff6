import type { Condition, JsonTest, Operand } from '../model.ts'
import type { Check } from '../outcome.ts'
import { compare, shownOperand, type Answer } from './numbers.ts'

/** Judges one part of output that is JSON. */
export function judgeJson(
  { pointer, test }: Extract<Condition, { kind: 'json' }>,
  stdout: string,
  cut: boolean,
  values: ReadonlyMap<string, string>,
): Answer {
  const read = readJson(stdout, cut)
  if (typeof read === 'string') return { held: undefined, actual: read }
  const value = valueAt(read.value, pointer)
  if (value === undefined)
    return { held: test.kind === 'exists' ? false : undefined, actual: `${pathOf(pointer)} is not there` }
  const operand = operandOf(test)
  const beside = operand === undefined ? '' : `, and ${shownOperand(operand, values.get(operand.name))}`
  return { held: passes(value, test, values), actual: `${shown(value)}${beside}` }
}

function operandOf(test: JsonTest): Operand | undefined {
  return 'value' in test && typeof test.value === 'object' && test.value !== null ? test.value : undefined
}

function passes(value: unknown, test: JsonTest, values: ReadonlyMap<string, string>): boolean | undefined {
  if (test.kind === 'exists') return true
  if (test.kind === 'contains') return containsText(value, test.value)
  const operand = operandOf(test)
  const given = operand === undefined ? undefined : values.get(operand.name)
  if (operand !== undefined && given === undefined) return undefined
  if (test.kind === 'is') return operand === undefined ? value === test.value : asText(value) === given
  const limit = operand === undefined ? test.value : Number(given)
  if (typeof value !== 'number' || typeof limit !== 'number' || Number.isNaN(limit)) return undefined
  return compare(value, test.comparison, limit)
}

/** A value as an input would hold it. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'object' ? undefined : JSON.stringify(value)
}

function containsText(value: unknown, text: string): boolean | undefined {
  if (typeof value === 'string') return value.includes(text)
  return Array.isArray(value) ? value.includes(text) : undefined
}

/** What of a sample is not in the output: objects as subsets, lists item by item. One check when nothing is missing. */
export function missingInJson(stdout: string, sample: unknown, cut: boolean): Check[] {
  const expected = shown(sample)
  const read = readJson(stdout, cut)
  if (typeof read === 'string') return [{ expected, actual: read, held: false }]
  const missing = differences(read.value, sample, []).slice(0, 20)
  return missing.length === 0 ? [{ expected, actual: 'the output contains it', held: true }] : missing
}

function differences(actual: unknown, sample: unknown, path: readonly (string | number)[]): Check[] {
  if (Array.isArray(sample) && Array.isArray(actual) && sample.length === actual.length) {
    return sample.flatMap((item, index) => differences(actual[index], item, [...path, index]))
  }
  if (isObject(sample) && isObject(actual)) {
    return Object.entries(sample).flatMap(([key, inner]) =>
      differences(valueAt(actual, [key]), inner, [...path, key]),
    )
  }
  if (actual === sample) return []
  const there = actual === undefined ? 'it is not there' : shown(actual)
  return [{ expected: `json ${pathOf(path)} is ${shown(sample)}`, actual: there, held: false }]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readJson(stdout: string, cut: boolean): { value: unknown } | string {
  if (cut) return 'the output is too long to be read as JSON'
  try {
    return { value: JSON.parse(stdout) as unknown }
  } catch {
    return stdout.trim() === '' ? 'no output' : 'the output is not JSON'
  }
}

function valueAt(value: unknown, pointer: readonly (string | number)[]): unknown {
  return pointer.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  )
}

function pathOf(pointer: readonly (string | number)[]): string {
  if (pointer.length === 0) return '.'
  const written = pointer.map((key) => {
    if (typeof key === 'number') return `[${key}]`
    return /^[\w-]+$/.test(key) ? `.${key}` : `."${key}"`
  })
  return `${typeof pointer[0] === 'number' ? '.' : ''}${written.join('')}`
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}
