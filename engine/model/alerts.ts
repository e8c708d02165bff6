import type { Span } from '../source.ts'

/** The alerts that one Prometheus rule file defines. */
export interface AlertFile {
  readonly path: string
  readonly alerts: readonly AlertRule[]
}

export interface AlertRule {
  readonly name: string
  readonly nameSpan: Span
  /** The annotation `runbook_url`, or else `runbook`. */
  readonly link?: { readonly href: string; readonly span: Span }
}
