import type { Diagnostic } from '../diagnostic.ts'
import type { Card } from '../model/card.ts'
import type { Span } from '../source.ts'
import { correction } from '../suggest.ts'
import type { AlertRule } from '../model/alerts.ts'
import { landingOf } from './alerts/landing.ts'
import type { LibraryRule } from './rule.ts'

/** The link of an alert reaches no runbook, no section of it, or one that does not know the alert. */
export const deadAlertLink: LibraryRule = (runbooks, { alertFiles, configuration }) =>
  alertFiles.flatMap(({ path, alerts }) =>
    alerts.flatMap((alert) => {
      const found = alert.link && findingOf(alert, alert.link, runbooks, configuration.alerts.urls)
      return found ? [{ ...found, code: 'dead-alert-link', severity: 'warning', path }] : []
    }),
  )

type Finding = Omit<Diagnostic, 'code' | 'severity' | 'path'>

function findingOf(
  alert: AlertRule,
  { href, span }: { readonly href: string; readonly span: Span },
  runbooks: readonly Card[],
  urls: readonly string[],
): Finding | undefined {
  const landing = landingOf(href, runbooks, urls)
  if (landing.kind === 'elsewhere') return undefined
  if (landing.kind === 'nowhere')
    return {
      span,
      message: `the alert \`${alert.name}\` leads to no runbook`,
      label: 'nothing is there',
      help: claimOf(alert.name, runbooks) ?? 'write the address of a runbook',
    }
  const { runbook, anchor } = landing
  if (anchor !== undefined && !runbook.anchors.has(anchor)) {
    const near = correction(
      anchor,
      runbook.anchors.keys(),
      span,
      (known) => `${href.slice(0, href.indexOf('#'))}#${known}`,
    )
    return {
      span,
      message: `the alert \`${alert.name}\` leads to a section that \`${runbook.path}\` does not have`,
      label: `no section \`${anchor}\``,
      help: 'take the anchor of a heading of that page, or link to the page alone',
      ...near,
    }
  }
  if (runbook.frontmatter.alerts.includes(alert.name)) return undefined
  const place = runbook.frontmatterPlaces.get('alerts')?.key ?? runbook.titleSpan
  return {
    span: alert.nameSpan,
    message: `the alert \`${alert.name}\` leads to a runbook that does not name it`,
    label: 'it is not found by this name',
    related: [{ path: runbook.path, span: place, label: 'it is missing here' }],
    help: `add it to the frontmatter of \`${runbook.path}\`: \`alerts: [${[...runbook.frontmatter.alerts, alert.name].join(', ')}]\``,
  }
}

function claimOf(name: string, runbooks: readonly Card[]): string | undefined {
  const claim = runbooks.find(({ frontmatter }) => frontmatter.alerts.includes(name))
  return claim && `\`${claim.path}\` names this alert: link to it`
}
