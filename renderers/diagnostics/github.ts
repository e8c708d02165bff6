import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { Source } from '../../engine/source.ts'
import { githubCommand } from '../github.ts'
import { type PlaceOf, placesIn } from './places.ts'

/**
 * Findings as commands of a GitHub workflow, one a line, which shows them beside the changed lines. A finding over several
 * lines has no columns: GitHub refuses them there.
 */
export function renderGithub(findings: readonly Diagnostic[], sources: readonly Source[]): string {
  const placeOf = placesIn(sources)
  return findings.map((finding) => commandOf(finding, placeOf)).join('')
}

function commandOf({ severity, code, path, span, message, help }: Diagnostic, placeOf: PlaceOf): string {
  const place = placeOf(path, span)
  const oneLine = place !== undefined && place.from.line === place.to.line
  const properties = {
    title: code,
    file: path,
    line: place?.from.line,
    endLine: place?.to.line,
    col: oneLine ? place.from.column : undefined,
    endColumn: oneLine ? Math.max(place.from.column, place.to.column - 1) : undefined,
  }
  const text = [message, ...(help === undefined ? [] : [`help: ${help}`]), `docs/rules/${code}.md`].join('\n')
  return githubCommand(severity, properties, text)
}
