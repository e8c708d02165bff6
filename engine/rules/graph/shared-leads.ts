import type { Code, Diagnostic } from '../../diagnostic.ts'
import type { Card } from '../../model/card.ts'
import type { Span } from '../../source.ts'
import { linkedFiles } from './links.ts'

/**
 * Runbooks of one service that claim one alert or one symptom, letter case aside, without a link from one to the other:
 * nobody can know which of them is meant. A page that sorts people on to the other one may name what it names.
 */
export function sharedLeads(runbooks: readonly Card[], key: 'alerts' | 'symptoms', code: Code): Diagnostic[] {
  const claims = Map.groupBy(
    runbooks.flatMap((runbook) => claimsOf(runbook, key)),
    ({ name, service }) => `${service}\n${name.toLowerCase()}`,
  )
  const shared = [...claims.values()].filter((several) => several.length > 1)
  if (shared.length === 0) return []
  const links = new Map(runbooks.map((runbook) => [runbook.path, linkedFiles(runbook)]))
  return shared.flatMap((several) =>
    several.flatMap((claim, index) => {
      const rival = several.slice(0, index).find((other) => !areLinked(claim.path, other.path, links))
      return rival ? [finding(claim, rival, key, code)] : []
    }),
  )
}

interface Claim {
  readonly name: string
  readonly service: string
  readonly path: string
  readonly id: string
  readonly span: Span
}

function claimsOf(runbook: Card, key: 'alerts' | 'symptoms'): Claim[] {
  const { path, frontmatter, titleSpan } = runbook
  return frontmatter[key].map((name, index) => {
    const span = runbook.frontmatterPlaces.get(`${key}.${index}`)?.value ?? titleSpan
    return { name, service: frontmatter.service ?? '', path, id: frontmatter.id, span }
  })
}

type Links = ReadonlyMap<string, readonly string[]>

const areLinked = (one: string, other: string, links: Links): boolean =>
  one === other || leadsTo(one, other, links) || leadsTo(other, one, links)

function leadsTo(from: string, to: string, links: Links): boolean {
  const reached = new Set([from])
  for (const path of reached) for (const next of links.get(path) ?? []) reached.add(next)
  return reached.has(to)
}

function finding(claim: Claim, rival: Claim, key: 'alerts' | 'symptoms', code: Code): Diagnostic {
  const what = key === 'alerts' ? 'alert' : 'symptom'
  return {
    code,
    severity: 'warning',
    path: claim.path,
    message: `two runbooks claim the ${what} \`${claim.name}\`, and neither leads to the other`,
    span: claim.span,
    label: 'which of the two is meant?',
    related: [{ path: rival.path, span: rival.span, label: `\`${rival.id}\` claims it too` }],
    help: `name it in one of them, or link from the page that sorts to the other`,
  }
}
