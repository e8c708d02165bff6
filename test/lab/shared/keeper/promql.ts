import type { Matcher, Node } from './promql-parse.ts'

/** Samples of one series, oldest first, as `[epoch milliseconds, value]`. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly samples: readonly (readonly [number, number])[]
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export type Value = number | readonly Sample[]

/** Milliseconds after which a sample is too old for an instant query. */
const stale = 5000

const overTime: Readonly<Record<string, (samples: readonly (readonly [number, number])[]) => number>> = {
  rate: (samples) => increase(samples) / seconds(samples),
  increase,
  delta: (samples) => (samples.at(-1)?.[1] ?? Number.NaN) - (samples[0]?.[1] ?? Number.NaN),
  avg_over_time: (samples) => total(samples) / samples.length,
  max_over_time: (samples) => Math.max(...samples.map(([, value]) => value)),
  min_over_time: (samples) => Math.min(...samples.map(([, value]) => value)),
}

const aggregates: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  count: (values) => values.length,
}

const operators: Readonly<Record<string, (left: number, right: number) => number | boolean>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}

/** The value of a query at an instant (epoch milliseconds). */
export function evaluate(node: Node, series: readonly Series[], at: number): Value {
  if (node.kind === 'number') return node.value
  if (node.kind === 'select') return instant(node.matchers, series, at)
  if (node.kind === 'over') return over(node.name, node.of, series, at)
  if (node.kind === 'sum') return aggregate(node.name, node.by, evaluate(node.of, series, at))
  return binary(node.operator, evaluate(node.left, series, at), evaluate(node.right, series, at))
}

function matching(matchers: readonly Matcher[], series: readonly Series[]): Series[] {
  return series.filter(({ labels }) =>
    matchers.every((matcher) => matches(matcher, labels[matcher.label] ?? '')),
  )
}

function matches({ operator, value }: Matcher, text: string): boolean {
  if (operator === '=' || operator === '!=') return (text === value) === (operator === '=')
  if (operator !== '=~' && operator !== '!~') throw new Error(`unknown matcher \`${operator}\``)
  return new RegExp(`^(?:${value})$`).test(text) === (operator === '=~')
}

function instant(matchers: readonly Matcher[], series: readonly Series[], at: number): Sample[] {
  return matching(matchers, series).flatMap(({ labels, samples }) => {
    const last = samples.findLast(([time]) => time <= at)
    return last === undefined || last[0] < at - stale ? [] : [{ labels, value: last[1] }]
  })
}

function over(name: string, node: Node, series: readonly Series[], at: number): Sample[] {
  const range = node.kind === 'select' ? node.range : undefined
  const compute = overTime[name]
  if (node.kind !== 'select' || range === undefined || compute === undefined) {
    throw new Error(`\`${name}\` needs a range, like \`[30s]\``)
  }
  return matching(node.matchers, series).flatMap(({ labels, samples }) => {
    const inside = samples.filter(([time]) => time > at - range && time <= at)
    return inside.length < 2 ? [] : [{ labels: unnamed(labels), value: compute(inside) }]
  })
}

function aggregate(name: string, by: readonly string[], value: Value): Value {
  const compute = aggregates[name]
  if (typeof value === 'number' || compute === undefined) throw new Error(`\`${name}\` needs a vector`)
  const groups = Map.groupBy(value, ({ labels }) => JSON.stringify(by.map((label) => labels[label] ?? '')))
  return [...groups.values()].map((group) => ({
    labels: Object.fromEntries(by.map((label) => [label, group[0]?.labels[label] ?? ''])),
    value: compute(group.map((sample) => sample.value)),
  }))
}

function binary(operator: string, left: Value, right: Value): Value {
  const compute = operators[operator]
  if (compute === undefined) throw new Error(`unknown operator \`${operator}\``)
  if (typeof left === 'number' && typeof right === 'number') return Number(compute(left, right))
  const pairs = typeof left === 'number' ? flipped(left, right) : paired(left, right)
  return pairs.flatMap(({ labels, kept, a, b }) => {
    const result = compute(a, b)
    if (typeof result === 'number') return [{ labels: unnamed(labels), value: result }]
    return result ? [{ labels, value: kept }] : []
  })
}

interface Pair {
  readonly labels: Readonly<Record<string, string>>
  /** What a comparison that holds keeps. */
  readonly kept: number
  readonly a: number
  readonly b: number
}

function flipped(left: number, right: Value): Pair[] {
  const samples = typeof right === 'number' ? [] : right
  return samples.map(({ labels, value }) => ({ labels, kept: value, a: left, b: value }))
}

function paired(left: readonly Sample[], right: Value): Pair[] {
  return left.flatMap(({ labels, value }) => {
    const other =
      typeof right === 'number' ? right : right.find((sample) => sameLabels(sample.labels, labels))?.value
    return other === undefined ? [] : [{ labels, kept: value, a: value, b: other }]
  })
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return key(a) === key(b)
}

function key(labels: Readonly<Record<string, string>>): string {
  return Object.entries(unnamed(labels))
    .map(([name, value]) => JSON.stringify([name, value]))
    .sort()
    .join()
}

function unnamed(labels: Readonly<Record<string, string>>): Record<string, string> {
  const { __name__: _, ...rest } = labels
  return rest
}

/** Counters that fall began anew: what they show then is all increase. */
function increase(samples: readonly (readonly [number, number])[]): number {
  let sum = 0
  for (const [index, [, value]] of samples.entries()) {
    const before = samples[index - 1]?.[1]
    if (before !== undefined) sum += value < before ? value : value - before
  }
  return sum
}

function seconds(samples: readonly (readonly [number, number])[]): number {
  return ((samples.at(-1)?.[0] ?? 0) - (samples[0]?.[0] ?? 0)) / 1000
}

function total(samples: readonly (readonly [number, number])[]): number {
  return samples.reduce((sum, [, value]) => sum + value, 0)
}
