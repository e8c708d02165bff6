import type { Diagnostic } from '../../diagnostic.ts'
import type { Span } from '../../source.ts'
import type { Edits } from './rename.ts'

/** A repair that can be made with one key. */
export interface Repair {
  readonly title: string
  /** What it repairs. */
  readonly findings: readonly Diagnostic[]
  readonly edits: Edits
}

/** The repairs of findings that touch a span. */
export function repairsAt(findings: readonly Diagnostic[], path: string, span: Span): Repair[] {
  return fixable(findings, path)
    .filter((finding) => finding.span.start <= span.end && span.start <= finding.span.end)
    .map((finding) => ({
      title: finding.help ?? `repair \`${finding.code}\``,
      findings: [finding],
      edits: new Map([[path, finding.fix ?? []]]),
    }))
}

/** All repairs of a page in one; of two that touch, the first one. Nothing when there is none. */
export function repairOfAll(findings: readonly Diagnostic[], path: string): Repair | undefined {
  const chosen: Diagnostic[] = []
  for (const finding of fixable(findings, path)) {
    if (!chosen.some((other) => overlap(other, finding))) chosen.push(finding)
  }
  if (chosen.length === 0) return undefined
  const edits = new Map([[path, chosen.flatMap(({ fix = [] }) => fix)]])
  return { title: 'repair everything that is safe to repair', findings: chosen, edits }
}

function fixable(findings: readonly Diagnostic[], path: string): Diagnostic[] {
  return findings.filter(
    (finding) => finding.path === path && finding.fix !== undefined && finding.fix.length > 0,
  )
}

function overlap(a: Diagnostic, b: Diagnostic): boolean {
  return (a.fix ?? []).some(({ span }) =>
    (b.fix ?? []).some((other) => other.span.start <= span.end && span.start <= other.span.end),
  )
}
