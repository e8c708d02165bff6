import type { Result } from './machine/types.ts'

/** The measures of an incident, in milliseconds; each only when it is known. */
export interface Measures {
  /** From the beginning of the harm to its detection. */
  readonly detect?: number
  /** From detection (the start of the run, when nobody said) to the section that is marked **Mitigated**, else to the end. */
  readonly mitigate?: number
  /** From detection to an end that is `resolved`. */
  readonly resolve?: number
}

/** One ended run, as far as figures need it. */
export interface MeasuredRun extends Measures {
  readonly run: string
  readonly runbook: string
  readonly title: string
  readonly service?: string
  readonly severity?: string
  /** ISO instant of its start. */
  readonly at: string
  readonly result: Result
  /** Milliseconds from its start to its end, and its target. */
  readonly elapsed: number
  readonly target?: number
  /** It was handed over, or somebody of the escalation was told. */
  readonly escalated: boolean
}

/** Figures over some runs. Times are milliseconds. */
export interface Figures {
  readonly name: string
  readonly runs: number
  readonly results: Readonly<Record<Result, number>>
  readonly detect?: Spread
  readonly mitigate?: Spread
  readonly resolve?: Spread
  /** Of the runs with a target that ended `resolved`, those that met it. */
  readonly withinTarget: { readonly met: number; readonly of: number }
  /** Runs that came within the window after an earlier run of the same runbook. */
  readonly repeats: number
  readonly escalated: number
}

/** `median`: of an even number of values, the mean of the two in the middle. */
export interface Spread {
  readonly count: number
  readonly median: number
  readonly mean: number
  readonly longest: number
}

export type Grouping = 'total' | 'runbook' | 'service' | 'severity'

/**
 * The figures of some runs.
 * @param runs those that are counted
 * @param all every run that is known: whether one is a repeat is asked of these
 * @param window milliseconds within which a run of the same runbook is a repeat
 */
export function figuresOf(
  runs: readonly MeasuredRun[],
  all: readonly MeasuredRun[],
  by: Grouping,
  window: number,
): Figures[] {
  const groups = Map.groupBy(runs, (run) => (by === 'total' ? 'all' : (run[by] ?? '(none)')))
  return [...groups]
    .map(([name, group]) => figures(name, group, all, window))
    .sort((a, b) => b.runs - a.runs || (a.name < b.name ? -1 : 1))
}

function figures(
  name: string,
  runs: readonly MeasuredRun[],
  all: readonly MeasuredRun[],
  window: number,
): Figures {
  const count = (result: Result): number => runs.filter((run) => run.result === result).length
  const targeted = runs.filter(({ result, target }) => result === 'resolved' && target !== undefined)
  const spread = (key: keyof Measures) => spreadOf(runs.flatMap((run) => run[key] ?? []))
  const spreads = Object.entries({
    detect: spread('detect'),
    mitigate: spread('mitigate'),
    resolve: spread('resolve'),
  })
  return {
    name,
    runs: runs.length,
    results: {
      resolved: count('resolved'),
      escalated: count('escalated'),
      stopped: count('stopped'),
      failed: count('failed'),
    },
    ...Object.fromEntries(spreads.filter(([, value]) => value !== undefined)),
    withinTarget: {
      met: targeted.filter(({ elapsed, target = 0 }) => elapsed <= target).length,
      of: targeted.length,
    },
    repeats: runs.filter((run) => isRepeat(run, all, window)).length,
    escalated: runs.filter(({ escalated }) => escalated).length,
  }
}

function isRepeat({ run, runbook, at }: MeasuredRun, all: readonly MeasuredRun[], window: number): boolean {
  const start = Date.parse(at)
  return all.some((other) => {
    const before = start - Date.parse(other.at)
    return other.run !== run && other.runbook === runbook && before >= 0 && before <= window
  })
}

function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const median =
    sorted.length % 2 === 1
      ? (sorted[Math.floor(middle)] ?? 0)
      : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  const sum = sorted.reduce((total, value) => total + value, 0)
  return { count: sorted.length, median, mean: sum / sorted.length, longest: sorted.at(-1) ?? 0 }
}
