import type { Condition } from '../model.ts'
import type { Check } from '../outcome.ts'
import { compare, type Answer } from './numbers.ts'

/** Judges one part of output that is JSON. */
export function judgeJson(
  { pointer, test }: Extract<Condition, { kind: 'json' }>,
  stdout: string,
  cut: boolean,
): Answer {
  const read = readJson(stdout, cut)
  if (typeof read === 'string') return { held: undefined, actual: read }
  const value = valueAt(read.value, pointer)
  if (value === undefined)
    return { held: test.kind === 'exists' ? false : undefined, actual: `${pathOf(pointer)} is not there` }
  return { held: passes(value, test), actual: shown(value) }
}

function passes(value: unknown, test: Extract<Condition, { kind: 'json' }>['test']): boolean | undefined {
  if (test.kind === 'exists') return true
  if (test.kind === 'is') return value === test.value
  if (test.kind === 'contains') return containsText(value, test.value)
  return typeof value === 'number' ? compare(value, test.comparison, test.value) : undefined
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
