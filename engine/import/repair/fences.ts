import type { Notes } from '../notes.ts'
import { type Open, closes, fencesIn, opening } from './fence-lines.ts'
import { swallowedAt } from './swallowed.ts'

/**
 * Mends fences line by line: one that never ends is closed where the page goes on, and a Markdown template that holds fences of its own gets a
 * longer fence around it (the inner ones end it otherwise, and the rest of the page turns inside out).
 */
export function repairFences(lines: readonly string[], notes: Notes): string[] {
  const templated = widenTemplates([...lines], notes)
  for (let found = swallowedAt(templated); found !== undefined; found = swallowedAt(templated)) {
    const { open, last } = found
    templated[last] = `${templated[last] ?? ''}\n${open.indent}${open.marker}\n`
    notes.add(
      'fence-repaired',
      open.line + 1,
      'this fence is never closed, and what follows would stand in it',
      'it now ends where the page seems to go on: see that this is right',
    )
  }
  const open = openAtEnd(templated)
  if (open === undefined) return templated
  notes.add(
    'fence-repaired',
    open.line + 1,
    'this fence is never closed',
    'it now ends with the page: close it where it should end',
  )
  return [...templated.slice(0, lastLine(templated) + 1), `${open.indent}${open.marker}`]
}

function lastLine(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.trim() !== '')
}

/** The fence that is open at the end of a page. */
function openAtEnd(lines: readonly string[]): Open | undefined {
  return fencesIn(lines).find(({ end }) => end === undefined)?.open
}

/**
 * A fence tagged `markdown` whose text opens a fence of its own: its end is the bare fence that leaves the fences
 * inside it in pairs, found as the last bare fence before the next heading outside, or before the next tagged fence.
 */
function widenTemplates(lines: string[], notes: Notes): string[] {
  for (let at = 0; at < lines.length; at++) {
    const open = opening(lines[at] ?? '', at)
    if (open === undefined) continue
    const end = /^(?:markdown|md)\b/i.test(open.info) ? templateEnd(lines, open) : undefined
    if (end === undefined) {
      const close = lines.findIndex((text, index) => index > at && closes(text, open))
      if (close < 0) return lines
      at = close
      continue
    }
    lines[at] = `${open.indent}${open.marker}${open.marker[0]}${open.info}`
    lines[end] = `${open.indent}${open.marker}${open.marker[0]}`
    notes.add(
      'fence-repaired',
      at + 1,
      'this template holds fences that ended it too early',
      'it got a longer fence: see that it ends where the template ends',
    )
    at = end
  }
  return lines
}

/** Bare fences behind the opening come in pairs when they stand inside; the one without a partner ends the template. */
function templateEnd(lines: readonly string[], open: Open): number | undefined {
  const fences: number[] = []
  for (let at = open.line + 1; at < lines.length; at++) {
    const inner = opening(lines[at] ?? '', at)
    if (inner === undefined || inner.indent.length > open.indent.length) continue
    if (inner.info !== '') break
    fences.push(at)
  }
  const pairs = Math.floor((fences.length - 1) / 2)
  return fences.length >= 3 && fences.length % 2 === 1 && pairs > 0 ? fences.at(-1) : undefined
}
