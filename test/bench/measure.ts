import { spawnSync } from 'node:child_process'

/** One side of a pair: a whole command, as a user would start it. */
export interface Command {
  readonly name: string
  readonly words: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly directory?: string
  /** Exit statuses that count as done (default: 0). */
  readonly statuses?: readonly number[]
  /** Runs before each start, outside the clock. */
  readonly before?: () => void
}

/** Milliseconds of one side and of its floor, and the ratio of each pair; the medians are what to quote. */
export interface Pair {
  readonly milliseconds: number
  readonly floor: number
  readonly ratio: number
}

/**
 * Times two commands in turn, A B A B …, after one start of each that does not count, so that a machine
 * whose speed drifts slows both. The ratio is the median of the pairs' ratios.
 * @throws Error when a command ends with a status that does not count.
 */
export function pair(command: Command, floor: Command, rounds = 11): Pair {
  start(command)
  start(floor)
  const times = Array.from({ length: rounds }, () => [start(command), start(floor)] as const)
  return {
    milliseconds: median(times.map(([mine]) => mine)),
    floor: median(times.map(([, other]) => other)),
    ratio: median(times.map(([mine, other]) => mine / other)),
  }
}

/** Bytes that a peer may say on standard error before it is ended: some say a line for each finding in each file. */
const mostWords = 256 * 1024 * 1024

/** Milliseconds of the wall clock that one start takes. */
export function start(command: Command): number {
  command.before?.()
  const [program = '', ...words] = command.words
  const begun = process.hrtime.bigint()
  const ended = spawnSync(program, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: mostWords,
    cwd: command.directory,
    env: { ...process.env, ...command.environment },
  })
  const milliseconds = Number(process.hrtime.bigint() - begun) / 1e6
  if (!(command.statuses ?? [0]).includes(ended.status ?? -1)) {
    throw new Error(`${command.name} ended with ${ended.status}: ${ended.stderr.toString().slice(-2000)}`)
  }
  return milliseconds
}

/** The middle value; of an even number of values the lower of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}

/** One line of the table that is printed. */
export interface Line {
  readonly what: string
  readonly measured: string
  readonly floor: string
  readonly ratio: string
  readonly target: string
  readonly met: boolean
}

/** A line of a ratio that may be at most `target`. */
export function lineOf(what: string, measured: string, floor: string, ratio: number, target: number): Line {
  return { what, measured, floor, ratio: ratio.toFixed(2), target: target.toFixed(2), met: ratio <= target }
}

/** Lines that are measured together, one after the other, in a folder that is theirs alone. */
export type Group = (folder: string) => Iterable<Line> | AsyncIterable<Line>

/** The lines as a Markdown table. */
export function markdownTable(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.what,
    line.measured,
    line.floor,
    line.ratio,
    line.target,
    line.met ? 'yes' : '**no**',
  ])
  return [
    ['what', 'measured', 'floor', 'ratio', 'at most', 'met'],
    ['---', '---', '---', '---', '---', '---'],
    ...rows,
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}
