import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { Source } from '../../engine/source.ts'
import { renderPretty } from './pretty.ts'
import { type PlaceOf, placesIn } from './places.ts'

/**
 * Findings as a JUnit report: one suite a file, one case a finding, and one that passes for a file in which nothing was
 * found. A warning is a case that passes with an output, unless warnings count.
 *
 * @param checked paths of all files that were looked at
 */
export function renderJunit(
  findings: readonly Diagnostic[],
  sources: readonly Source[],
  checked: readonly string[],
  options: { readonly strict: boolean },
): string {
  const byPath = Map.groupBy(findings, ({ path }) => path)
  const paths = [...new Set([...checked, ...byPath.keys()])]
  const fails = ({ severity }: Diagnostic): boolean => options.strict || severity === 'error'
  const placeOf = placesIn(sources)
  const suites = paths.map((path) => {
    const found = byPath.get(path) ?? []
    const cases = found.map((finding) => caseOf(finding, fails(finding), placeOf, sources))
    const clean = `<testcase classname="${attribute(path)}" name="nothing found"/>`
    return element('testsuite', countsOf(path, found, fails), found.length === 0 ? [clean] : cases)
  })
  const total = countsOf('runbook validate', findings, fails, paths.length - byPath.size)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', total, suites)}\n`
}

function countsOf(
  name: string,
  found: readonly Diagnostic[],
  fails: (finding: Diagnostic) => boolean,
  clean = found.length === 0 ? 1 : 0,
): Record<string, string> {
  return { name, tests: `${found.length + clean}`, failures: `${found.filter(fails).length}`, errors: '0' }
}

function caseOf(finding: Diagnostic, fails: boolean, placeOf: PlaceOf, sources: readonly Source[]): string {
  const place = placeOf(finding.path, finding.span)?.from
  const at = place ? ` at ${place.line}:${place.column}` : ''
  const shown = escaped(renderPretty([finding], sources, { color: false }))
  const inner = fails
    ? `<failure type="${finding.code}" message="${attribute(finding.message)}">${shown}</failure>`
    : `<system-out>${shown}</system-out>`
  return element('testcase', { classname: finding.path, name: `${finding.code}${at}` }, [inner])
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(value)}"`)
  return `<${name}${written.join('')}>\n${children.join('\n')}\n</${name}>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML 1.0, which has no place for control characters, not even escaped. */
const escaped = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .toWellFormed()
    .replaceAll(/[&<>"]/g, (found) => entities[found] ?? found)

/** In the value of an attribute a line break would be read as a blank. */
const attribute = (text: string): string => escaped(text).replaceAll('\n', '&#10;').replaceAll('\r', '&#13;')
