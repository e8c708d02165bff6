export interface Matcher {
  readonly label: string
  readonly operator: string
  readonly value: string
}

/** A query as a tree. */
export type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'select'; readonly matchers: readonly Matcher[]; readonly range?: number }
  | { readonly kind: 'over'; readonly name: string; readonly of: Node }
  | { readonly kind: 'sum'; readonly name: string; readonly by: readonly string[]; readonly of: Node }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }

const rangeFunctions = new Set([
  'rate',
  'increase',
  'delta',
  'avg_over_time',
  'max_over_time',
  'min_over_time',
])
const aggregations = new Set(['sum', 'avg', 'min', 'max', 'count'])

/** Binary operators, the weakest first. */
const levels = [
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
]

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
    if (rangeFunctions.has(token) && this.#peek() === '(') {
      return { kind: 'over', name: token, of: this.#inBrackets() }
    }
    if (aggregations.has(token) && ['(', 'by'].includes(this.#peek())) return this.#aggregate(token)
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
    if (found !== token)
      throw new Error(`expected \`${token}\` in the query, found \`${found || 'its end'}\``)
    this.#next++
  }
}

function milliseconds(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? []
  const factor = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? '']
  if (number === undefined || factor === undefined) throw new Error(`\`${text}\` is no duration`)
  return Number(number) * factor
}
