import type { Shape } from './read.ts'

/**
 * A text that stands in everything that a pattern matches; empty when there is none. Looking for it first spares most lines
 * the pattern. Only characters that are written as themselves count; with the flag `i`, in any case.
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

/** Whether a text holds what is required, as the flags of the pattern compare letters. */
export function looksFor(required: string, flags: string): (text: string) => boolean {
  if (!flags.includes('i')) return (text) => text.includes(required)
  const written = required.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  const literal = new RegExp(written, flags.includes('u') ? 'iu' : 'i')
  return (text) => literal.test(text)
}

function longest(runs: readonly string[]): string {
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '')
}
