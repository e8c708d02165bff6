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

interface Matcher {
  readonly label: string
  readonly operator: string
  readonly value: string
}

type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'select'; readonly matchers: readonly Matcher[]; readonly range?: number }
  | { readonly kind: 'over'; readonly name: string; readonly of: Node }
  | { readonly kind: 'sum'; readonly name: string; readonly by: readonly string[]; readonly of: Node }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }

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

const levels = [['==', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/']]

/** Parses the part of PromQL that the README names; throws a sentence for everything else. */
export function parsePromql(query: string): Node {
  const tokens = query.match(/"[^"]*"|'[^']*'|\d+(?:\.\d+)?[smhd]?|[A-Za-z_:][\w:]*|[=!<>]=|=~|!~|\S/g) ?? []
  const parser = new Parser(tokens)
  const node = parser.expression(0)
  parser.end()
  return node
}

class Parser {
  readonly #tokens: readonly string[]
  #next = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  expression(level: number): Node {
    const words = levels[level]
    if (words === undefined) return this.#primary()
    let left = this.expression(level + 1)
    while (words.includes(this.#peek())) {
      left = { kind: 'binary', operator: this.#take(), left, right: this.expression(level + 1) }
    }
    return left
  }

  end(): void {
    if (this.#peek() !== '') throw new Error(`unexpected \`${this.#peek()}\` in the query`)
  }

  #primary(): Node {
    const token = this.#take()
    if (token === '(') return this.#closed(this.expression(0))
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) }
    if (overTime[token] !== undefined && this.#peek() === '(') {
      return { kind: 'over', name: token, of: this.#inBrackets() }
    }
    if (aggregates[token] !== undefined && ['(', 'by'].includes(this.#peek())) return this.#aggregate(token)
    if (token === '{' || /^[A-Za-z_:]/.test(token)) return this.#selector(token)
    throw new Error(`unexpected \`${token}\` in the query`)
  }

  #aggregate(name: string): Node {
    const before = this.#labels()
    const of = this.#inBrackets()
    return { kind: 'sum', name, by: [...before, ...this.#labels()], of }
  }

  #labels(): string[] {
    if (this.#peek() !== 'by') return []
    this.#take()
    return this.#listed('(', ')', () => this.#take())
  }

  #selector(token: string): Node {
    const matchers: Matcher[] = []
    if (token === '{') this.#next--
    else matchers.push({ label: '__name__', operator: '=', value: token })
    if (this.#peek() === '{') matchers.push(...this.#listed('{', '}', () => this.#matcher()))
    if (this.#peek() !== '[') return { kind: 'select', matchers }
    this.#take()
    const range = milliseconds(this.#take())
    this.#expect(']')
    return { kind: 'select', matchers, range }
  }

  #matcher(): Matcher {
    return { label: this.#take(), operator: this.#take(), value: this.#take().replace(/^["']|["']$/g, '') }
  }

  #listed<T>(open: string, close: string, item: () => T): T[] {
    this.#expect(open)
    const items: T[] = []
    while (this.#peek() !== close) {
      items.push(item())
      if (this.#peek() === ',') this.#take()
    }
    this.#expect(close)
    return items
  }

  #inBrackets(): Node {
    this.#expect('(')
    return this.#closed(this.expression(0))
  }

  #closed(node: Node): Node {
    this.#expect(')')
    return node
  }

  #peek(): string {
    return this.#tokens[this.#next] ?? ''
  }

  #take(): string {
    const token = this.#peek()
    if (token === '') throw new Error('the query ends too early')
    this.#next++
    return token
  }

  #expect(token: string): void {
    const found = this.#peek()
    if (found !== token) throw new Error(`expected \`${token}\` in the query, found \`${found || 'its end'}\``)
    this.#next++
  }
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
  return series.filter(({ labels }) => matchers.every((matcher) => matches(matcher, labels[matcher.label] ?? '')))
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
    const other = typeof right === 'number' ? right : right.find((sample) => sameLabels(sample.labels, labels))?.value
    return other === undefined ? [] : [{ labels, kept: value, a: value, b: other }]
  })
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return key(a) === key(b)
}

function key(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(unnamed(labels)).sort())
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

function milliseconds(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? []
  const factor = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? '']
  if (number === undefined || factor === undefined) throw new Error(`\`${text}\` is no duration`)
  return Number(number) * factor
}
