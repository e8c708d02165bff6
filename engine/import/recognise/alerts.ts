import type { FrontMatter } from '../repair/front-matter.ts'
import { asPlain } from './escape.ts'
import { withoutNumber } from './roles.ts'

/** Products that are written as alerts are. */
const products =
  'PostgreSQL|MySQL|MariaDB|MongoDB|RabbitMQ|OpenSearch|GitHub|GitLab|BitBucket|PagerDuty|OpsGenie|JavaScript|TypeScript|CloudFront|CloudWatch|OpenShift|OpenStack|OpenVPN|HAProxy|PgBouncer|ClickHouse|CockroachDB|DynamoDB|ElastiCache|ElasticSearch|ZooKeeper|WordPress|GraphQL|ArgoCD|CoreDNS|MinIO|InfluxDB|TimescaleDB|ScyllaDB|DevOps|FluentBit|CircleCI|TeamCity|SharePoint|ServiceNow|PowerShell|LogStash|StatusPage|DataDog|NewRelic'

/** A name such as alerts have: several words in one, each with a capital. */
export const alertName = new RegExp(
  String.raw`^(?!(?:${products})$)(?:[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+|[A-Z]{2,}[a-z]\w*[A-Z]\w*|[a-z]{2,}[A-Z][A-Za-z0-9]*[a-z0-9][A-Z]\w*)$`,
)

/** A heading with the text below it. */
export interface Passage {
  readonly title: string
  readonly text: string
}

/** Names of alerts that a page is about: in headings and below `Alerts`, behind `alert:`, in front matter. */
export function readAlerts(passages: readonly Passage[], front: FrontMatter | undefined): string[] {
  const titled = passages.flatMap(({ title }) => inTitle(asPlain(title).trim()))
  const below = passages.flatMap(({ title, text }) =>
    ofAlerts.test(withoutNumber(title)) ? firstBlock(text).flatMap((line) => namesIn(line, false)) : [],
  )
  const labelled = passages.flatMap(({ text }) => [
    ...[...text.matchAll(label)].flatMap(([, sign, rest = '']) => namesIn(rest, sign === ':')),
    ...[...text.matchAll(mention)].flatMap(([, rest = '']) => namesIn(rest, false)),
  ])
  const fronted = ['alert', 'alerts', 'alertname', 'alert_name'].flatMap(
    (key) => front?.values.get(key) ?? [],
  )
  return [...new Set([...titled, ...below, ...labelled, ...fronted])].filter((name) =>
    /^[A-Za-z][\w:-]*$/.test(name),
  )
}

const ofAlerts = /^alerts?(?: names?| details)?(?:\(s\))?$/i
const label = /^[\s>*|-]*(?:\*\*)?alert(?:[ _-]?names?)?(?:\(s\)|s)?(?:\*\*)?\s*([:|])(?:\*\*)?\s*(\S.*)$/gim
const mention =
  /^[\s>*-]*(?:\*\*)?(?:[a-z]+ )?alerts? (?:from|in|of|fires?|firing)\b[^:\n]{0,30}:\s*(\S.*)$/gim

function inTitle(title: string): string[] {
  const told = /^alerts?\s*[:–—-]\s*([A-Za-z]\w+)\s*$/i.exec(title)?.[1]
  if (told !== undefined) return [told]
  const name = title.replace(/^(?:alert |incident )?(?:runbook|playbook)\s*[:–—-]\s*/i, '')
  return alertName.test(name.replace(/\s+(?:runbook|playbook|alert)$/i, ''))
    ? [name.replace(/\s+(?:runbook|playbook|alert)$/i, '')]
    : []
}

/** The lines of the first paragraph or list. */
const firstBlock = (text: string): string[] =>
  text
    .trim()
    .split(/\n\s*\n/)[0]
    ?.split('\n') ?? []

/** Names in a line, as code or between commas and small words. @param isLabelled a single name may then be any word */
function namesIn(line: string, isLabelled: boolean): string[] {
  const coded = [...line.matchAll(/`([^`\s]+)`/g)].flatMap((match) => match[1] ?? [])
  const named = coded.filter((name) => alertName.test(name))
  if (named.length > 0) return named
  const plain = asPlain(line.replaceAll(/[`"'|]/g, ' '))
    .replace(/^\s*(?:[-*+]|\d+[.)])\s+/, '')
    .trim()
  const parts = plain.split(/\s*(?:,|\/|\bor\b|\band\b)\s*/).filter((part) => part !== '')
  if (parts.length > 0 && parts.every((part) => alertName.test(part))) return parts
  return isLabelled && /^[A-Za-z]\w{3,}$/.test(plain) ? [plain] : []
}
