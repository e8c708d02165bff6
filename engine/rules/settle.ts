import type { Configuration } from '../configuration.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { type Silenced, uselessSilences, unsilenced } from './silence.ts'

/**
 * What counts in the end of all that was found: without what an author has silenced, with the silences that are no use,
 * each finding as severe as the configuration says. By file, in the order of the pages, and by place.
 */
export function settle(
  pages: readonly Silenced[],
  findings: readonly Diagnostic[],
  { rules }: Pick<Configuration, 'rules'>,
): Diagnostic[] {
  const byPath = Map.groupBy(findings, ({ path }) => path)
  const useless = pages.flatMap((page) => uselessSilences(page, byPath.get(page.path) ?? []))
  const order = new Map(pages.map(({ path }, index) => [path, index]))
  const place = ({ path }: Diagnostic): number => order.get(path) ?? Infinity
  return [...unsilenced(pages, findings), ...useless]
    .flatMap((finding) => weighed(finding, rules))
    .sort((a, b) => place(a) - place(b) || 0 || a.span.start - b.span.start)
}

function weighed(finding: Diagnostic, rules: Configuration['rules']): Diagnostic[] {
  const severity = rules[finding.code] ?? finding.severity
  return severity === 'off' ? [] : [{ ...finding, severity }]
}
