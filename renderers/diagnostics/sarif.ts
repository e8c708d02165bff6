import type { Diagnostic, TextEdit } from '../../engine/diagnostic.ts'
import type { Source, Span } from '../../engine/source.ts'
import { jsonText } from '../json.ts'
import { type PlaceOf, placesIn } from './places.ts'

/**
 * Findings as a SARIF 2.1.0 log, as code hosts and editors read it: each with its place, the other places that explain
 * it, and its repair. Columns count UTF-16 units.
 *
 * @param version of the engine
 */
export function renderSarif(
  findings: readonly Diagnostic[],
  sources: readonly Source[],
  version: string,
): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort()
  const placeOf = placesIn(sources)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'runbook', semanticVersion: version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, codes.indexOf(finding.code), placeOf)),
      },
    ],
  }
  return jsonText(log)
}

const ruleOf = (code: string) => ({
  id: code,
  help: { text: `docs/rules/${code}.md`, markdown: `[docs/rules/${code}.md](docs/rules/${code}.md)` },
})

function resultOf(finding: Diagnostic, ruleIndex: number, placeOf: PlaceOf) {
  const { code, severity, message, help, path, related = [], fix } = finding
  const text = help === undefined ? message : `${message}\nhelp: ${help}`
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text },
    locations: [{ physicalLocation: locationOf(path, finding.span, placeOf) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({
        id,
        physicalLocation: locationOf(other.path, other.span, placeOf),
        message: { text: other.label },
      })),
    }),
    ...(fix && { fixes: [fixOf(path, fix, help ?? message, placeOf)] }),
  }
}

function locationOf(path: string, span: Span, placeOf: PlaceOf) {
  const region = regionOf(path, span, placeOf)
  return { artifactLocation: { uri: uriOf(path) }, ...(region && { region }) }
}

function regionOf(path: string, span: Span, placeOf: PlaceOf) {
  const place = placeOf(path, span)
  return (
    place && {
      startLine: place.from.line,
      startColumn: place.from.column,
      endLine: place.to.line,
      endColumn: place.to.column,
    }
  )
}

function fixOf(path: string, edits: readonly TextEdit[], description: string, placeOf: PlaceOf) {
  const replacements = edits.map(({ span, text }) => ({
    deletedRegion: regionOf(path, span, placeOf) ?? {
      charOffset: span.start,
      charLength: span.end - span.start,
    },
    insertedContent: { text },
  }))
  return {
    description: { text: description },
    artifactChanges: [{ artifactLocation: { uri: uriOf(path) }, replacements }],
  }
}

/** A path with each of its parts encoded; an absolute one becomes a `file:` address. */
function uriOf(path: string): string {
  const encoded = path.split(/[\\/]/).map(encodeURIComponent).join('/')
  return encoded.startsWith('/') ? `file://${encoded}` : encoded
}
