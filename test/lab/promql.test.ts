import { describe, expect, test } from 'vitest'
import { evaluate, type Series } from './shared/keeper/promql.ts'
import { parsePromql } from './shared/keeper/promql-parse.ts'

const at = 60_000
const every = (values: number[]): [number, number][] =>
  values.map((value, second) => [at - (values.length - 1 - second) * 1000, value])
const series: Series[] = [
  { labels: { __name__: 'errors_total', backend: 'turso' }, samples: every([0, 2, 4, 6, 8]) },
  { labels: { __name__: 'errors_total', backend: 'redb' }, samples: every([5, 6, 0, 1, 2]) },
  { labels: { __name__: 'size' }, samples: every([1, 3, 2]) },
  { labels: { __name__: 'old' }, samples: [[at - 10_000, 1]] },
]
const ask = (query: string) => evaluate(parsePromql(query), series, at)
const numbers = (query: string) => {
  const value = ask(query)
  return typeof value === 'number' ? value : value.map((sample) => sample.value)
}

describe('the queries of the lab', () => {
  test.each<[string, number | number[]]>([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3', 9],
    ['size', [2]],
    ['old', []],
    ['errors_total{backend="turso"}', [8]],
    ['errors_total{backend!="turso"}', [2]],
    ['errors_total{backend=~"tur.*|x"}', [8]],
    ['{__name__="size"}', [2]],
    ['rate(errors_total{backend="turso"}[1m])', [2]],
    ['increase(errors_total{backend="redb"}[1m])', [3]],
    ['delta(size[10s])', [1]],
    ['max_over_time(size[10s])', [3]],
    ['avg_over_time(size[10s])', [2]],
    ['sum(errors_total)', [10]],
    ['sum by (backend) (errors_total)', [8, 2]],
    ['max(errors_total) by (backend)', [8, 2]],
    ['count(errors_total)', [2]],
    ['errors_total > 5', [8]],
    ['100 - size', [98]],
    ['errors_total / errors_total', [1, 1]],
    ['1 > 2', 0],
  ])('%s', (query, expected) => expect(numbers(query)).toEqual(expected))

  test.each([
    ['', 'the query ends too early'],
    ['rate(size)', 'needs a range'],
    ['sum(1)', 'needs a vector'],
    ['size[5x]', 'is no duration'],
    ['size)', 'unexpected `)`'],
    ['size{a="b"', 'the query ends too early'],
  ])('refuses %j', (query, sentence) => expect(() => ask(query)).toThrow(sentence))
})
