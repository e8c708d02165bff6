/** Numbers of the last milliseconds; older ones are forgotten. */
export class Recent {
  readonly #span: number
  #samples: { readonly at: number; readonly value: number }[] = []

  constructor(milliseconds: number) {
    this.#span = milliseconds
  }

  add(value: number): void {
    this.#samples.push({ at: Date.now(), value })
    if (this.#samples.length % 4096 === 0) this.values()
  }

  values(): number[] {
    const oldest = Date.now() - this.#span
    this.#samples = this.#samples.filter((sample) => sample.at >= oldest)
    return this.#samples.map((sample) => sample.value)
  }

  sum(): number {
    return this.values().reduce((sum, value) => sum + value, 0)
  }

  /** The nearest-rank quantile; `NaN` when there is nothing. */
  quantile(part: number): number {
    const sorted = this.values().sort((a, b) => a - b)
    return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
  }
}

/** Bounds in seconds, as Prometheus clients have them by default. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A Prometheus histogram of seconds. */
export class Histogram {
  readonly #counts = bounds.map(() => 0)
  #sum = 0
  #count = 0

  observe(seconds: number): void {
    for (const [index, bound] of bounds.entries()) {
      if (seconds <= bound) this.#counts[index] = (this.#counts[index] ?? 0) + 1
    }
    this.#sum += seconds
    this.#count++
  }

  lines(name: string, labels: string): string[] {
    const bucket = (bound: string, count: number) => `${name}_bucket{${labels},le="${bound}"} ${count}`
    return [
      ...bounds.map((bound, index) => bucket(String(bound), this.#counts[index] ?? 0)),
      bucket('+Inf', this.#count),
      `${name}_sum{${labels}} ${this.#sum}`,
      `${name}_count{${labels}} ${this.#count}`,
    ]
  }
}

export type Kind = 'counter' | 'gauge' | 'histogram' | 'summary'

/** One family in the text format: its type, then its samples as `[labels, value]`. */
export function family(kind: Kind, name: string, samples: readonly (readonly [string, number])[]): string[] {
  const lines = samples.map(([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}`)
  return [`# TYPE ${name} ${kind}`, ...lines]
}
