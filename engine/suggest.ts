import type { TextEdit } from './diagnostic.ts'
import type { Span } from './source.ts'

/**
 * The candidates that a person may have meant by `name`, nearest first: at most three, each within a third
 * of the name's length (and never more than three edits) by Damerau-Levenshtein distance, or one that
 * `name` begins, letter case aside.
 */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const wanted = name.toLowerCase()
  const limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)))
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, far: farness(wanted, candidate.toLowerCase(), limit) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** `did you mean `a` or `b`?`, or nothing when no candidate is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(name, candidates)
  return near.length > 0 ? `did you mean ${near.map((word) => `\`${word}\``).join(' or ')}?` : undefined
}

/**
 * What a finding says about a name that is near to others, and the edit when only one of them can be meant.
 *
 * @param span where the name stands
 * @param write how a candidate is written there
 */
export function correction(
  name: string,
  candidates: Iterable<string>,
  span: Span,
  write: (candidate: string) => string = (candidate) => candidate,
): { help: string; fix?: TextEdit[] } | undefined {
  const near = nearest(name, candidates).map(write)
  const [only, ...others] = near
  if (only === undefined) return undefined
  const help = `did you mean ${near.map((word) => `\`${word}\``).join(' or ')}?`
  return others.length === 0 ? { help, fix: [{ span, text: only }] } : { help }
}

function farness(wanted: string, candidate: string, limit: number): number {
  if (Math.abs(wanted.length - candidate.length) <= limit) return distance(wanted, candidate)
  return wanted.length >= 3 && candidate.startsWith(wanted) ? limit : Infinity
}

/** Edits between two short words: insert, delete, replace, swap neighbours. */
function distance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= a.length; row++) {
    const next = [row]
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      next.push(
        Math.min(
          at(last, column) + 1,
          at(next, column - 1) + 1,
          at(last, column - 1) + cost,
          swapped ? at(before, column - 2) + 1 : Infinity,
        ),
      )
    }
    ;[before, last] = [last, next]
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
