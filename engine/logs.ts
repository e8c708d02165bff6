import type { LogPattern } from './model.ts'
import { compilePattern, readSlashed, type Pattern } from './pattern.ts'

/** A runbook and the log lines that it is for. */
export interface LogReader {
  readonly id: string
  readonly title: string
  readonly path: string
  readonly logs: readonly LogPattern[]
}

/** A runbook that some lines of a log point to. */
export interface LogHit {
  readonly id: string
  readonly title: string
  readonly path: string
  /** Lines that at least one of its patterns matched. */
  readonly lines: number
  readonly patterns: readonly PatternHit[]
}

/** What one pattern of a runbook matched. */
export interface PatternHit extends LogPattern {
  readonly count: number
  /** The first few lines, cut to a length that fits on a screen; untrusted. */
  readonly samples: readonly { readonly line: number; readonly text: string }[]
}

/** Lines of each pattern that are kept, and characters of each. */
const kept = { samples: 3, characters: 240 } as const

/** Takes the lines of a log one after the other; what it remembers does not grow with the log. */
export interface LogSearch {
  line(text: string): void
  /** The runbooks that lines pointed to, the one with the most lines first, then by id. */
  hits(): LogHit[]
}

interface Counted {
  readonly pattern: LogPattern
  readonly compiled: Pattern
  count: number
  readonly samples: { line: number; text: string }[]
}

interface Reading {
  readonly reader: LogReader
  lines: number
  readonly patterns: readonly Counted[]
}

/** Opens a search for the log patterns of a library. Its time is linear in the log, whatever stands in it. */
export function openLogSearch(readers: readonly LogReader[]): LogSearch {
  const readings = readers.filter(({ logs }) => logs.length > 0).map(readingOf)
  let number = 0
  return {
    line(text) {
      number += 1
      for (const reading of readings) count(reading, text, number)
    },
    hits: () =>
      readings
        .filter(({ lines }) => lines > 0)
        .map(hitOf)
        .sort((a, b) => b.lines - a.lines || (a.id < b.id ? -1 : 1)),
  }
}

/** Tells, line by line, the runbooks that have a pattern for it, in the library's order. */
export function openLineSearch<Reader extends LogReader>(
  readers: readonly Reader[],
): (line: string) => Reader[] {
  const readings = readers.map((reader) => ({ reader, patterns: reader.logs.map(compiled) }))
  return (line) =>
    readings.filter(({ patterns }) => patterns.some((one) => one.test(line))).map(({ reader }) => reader)
}

function compiled({ match }: LogPattern): Pattern {
  const { source, flags } = readSlashed(match) ?? { source: match, flags: '' }
  return compilePattern(source, flags)
}

function readingOf(reader: LogReader): Reading {
  const patterns = reader.logs.map((pattern): Counted => ({
    pattern,
    compiled: compiled(pattern),
    count: 0,
    samples: [],
  }))
  return { reader, lines: 0, patterns }
}

function count(reading: Reading, text: string, line: number): void {
  let matched = false
  for (const counted of reading.patterns) {
    if (!counted.compiled.test(text)) continue
    matched = true
    counted.count += 1
    if (counted.samples.length < kept.samples)
      counted.samples.push({ line, text: text.slice(0, kept.characters) })
  }
  if (matched) reading.lines += 1
}

function hitOf({ reader: { id, title, path }, lines, patterns }: Reading): LogHit {
  const found = patterns
    .filter((counted) => counted.count > 0)
    .map(({ pattern, count: times, samples }) => ({ ...pattern, count: times, samples }))
  return { id, title, path, lines, patterns: found.sort((a, b) => b.count - a.count) }
}
