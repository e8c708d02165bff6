import { writeFileSync } from 'node:fs'
import type { Diagnostic, TextEdit } from '../../diagnostic.ts'
import { unifiedDiff } from '../../run/change/diff.ts'
import { readText } from '../../library/library.ts'
import type { Source } from '../../source.ts'

/** One file that was repaired. */
export interface Repair {
  readonly path: string
  readonly before: string
  readonly after: string
}

/**
 * The texts that come out when every repair is made that a finding brings; of two that overlap the first one counts. Below a
 * fence that is never closed prose is taken for commands, so nothing is repaired in such a page.
 */
export function repairs(findings: readonly Diagnostic[], sources: readonly Source[]): Repair[] {
  const byPath = Map.groupBy(findings, ({ path }) => path)
  return sources.flatMap(({ path, text, damaged }) => {
    const fixes = (byPath.get(path) ?? []).flatMap(({ fix }) => (fix === undefined ? [] : [fix]))
    const isUnclear = byPath.get(path)?.some(({ code }) => code === 'unclosed-fence') ?? false
    const edits = damaged || isUnclear ? [] : apart(fixes)
    const after = edits.reduceRight(
      (done, { span, text: put }) => done.slice(0, span.start) + put + done.slice(span.end),
      text,
    )
    return after === text ? [] : [{ path, before: text, after }]
  })
}

/** Edits in the order of the text, all of a finding or none of it, none of which touches another. */
function apart(fixes: readonly (readonly TextEdit[])[]): TextEdit[] {
  const taken: TextEdit[] = []
  for (const fix of fixes) {
    const free = fix.every((edit) =>
      taken.every((other) => edit.span.end < other.span.start || other.span.end < edit.span.start),
    )
    if (free) taken.push(...fix)
  }
  return taken.sort((a, b) => a.span.start - b.span.start)
}

/** Writes a repaired file unless somebody has changed it since it was read. */
export function writeRepair({ path, before, after }: Repair): boolean {
  if (readText(path) !== before) return false
  writeFileSync(path, after)
  return true
}

/** What was changed, as a unified diff. */
export const diffOf = ({ path, before, after }: Repair): string => unifiedDiff(path, before, after)
