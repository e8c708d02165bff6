import type { Code, Diagnostic, Severity } from '../../engine/diagnostic.ts'
import { type Position, type Source, type Span, lineStarts, positionAt } from '../../engine/source.ts'
import { jsonText } from '../json.ts'

/** A stretch of a file: UTF-16 offsets, half open, and the same as lines and columns that count from 1. */
export interface JsonPlace {
  readonly start: number
  readonly end: number
  readonly from?: Position
  readonly to?: Position
}

/** One finding as other programs read it. The shape only ever grows. */
export interface JsonFinding {
  readonly code: Code
  readonly severity: Severity
  readonly message: string
  readonly path: string
  /** `from` and `to` are missing only when the file's text was not at hand. */
  readonly span: JsonPlace
  readonly label?: string
  readonly related?: readonly { readonly path: string; readonly span: JsonPlace; readonly label: string }[]
  readonly help?: string
  /** Replacements that are safe to make unseen. */
  readonly fix?: readonly { readonly span: JsonPlace; readonly text: string }[]
  /** The page about this code, below the project's root. */
  readonly docs: string
}

/** Findings for programs: one JSON array of {@link JsonFinding}, in the order in which they were found. */
export function renderJson(findings: readonly Diagnostic[], sources: readonly Source[]): string {
  const starts = new Map(sources.map((source) => [source.path, lineStarts(source.text)]))
  const place = (path: string, span: Span): JsonPlace => {
    const known = starts.get(path)
    const positions = known && { from: positionAt(known, span.start), to: positionAt(known, span.end) }
    return { start: span.start, end: span.end, ...positions }
  }
  return jsonText(findings.map((finding) => jsonOf(finding, place)))
}

function jsonOf(finding: Diagnostic, place: (path: string, span: Span) => JsonPlace): JsonFinding {
  const { code, severity, message, path, label, related, help, fix } = finding
  return {
    code,
    severity,
    message,
    path,
    span: place(path, finding.span),
    ...(label !== undefined && { label }),
    ...(related && {
      related: related.map((other) => ({
        path: other.path,
        span: place(other.path, other.span),
        label: other.label,
      })),
    }),
    ...(help !== undefined && { help }),
    ...(fix && { fix: fix.map((edit) => ({ span: place(path, edit.span), text: edit.text })) }),
    docs: `docs/rules/${code}.md`,
  }
}
