import type { Shape } from './read.ts'

/**
 * A text that stands in everything that a pattern matches; empty when there is none. Looking for it first spares most lines
 * the pattern. Only characters that mean themselves count, so flags that make letters alike give no text.
 */
export function requiredText(shape: Shape): string {
  return longest(runsOf(shape))
}

/** Runs of characters that must stand there one after the other. */
function runsOf(shape: Shape): string[] {
  if (shape.kind === 'character') return [shape.literal ?? '']
  if (shape.kind === 'sequence') return joined(shape.parts)
  return shape.kind === 'repeat' && shape.least > 0 ? runsOf(shape.part) : []
}

function joined(parts: readonly Shape[]): string[] {
  const runs: string[] = []
  let run = ''
  for (const part of parts) {
    if (part.kind === 'edge') continue
    if (part.kind === 'character' && part.literal !== undefined) {
      run += part.literal
      continue
    }
    runs.push(run, ...runsOf(part))
    run = ''
  }
  return [...runs, run]
}

function longest(runs: readonly string[]): string {
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '')
}
