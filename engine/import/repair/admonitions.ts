import type { Notes } from '../notes.ts'

const alertOf: Readonly<Record<string, string>> = {
  warning: 'WARNING',
  attention: 'WARNING',
  caution: 'CAUTION',
  danger: 'CAUTION',
  error: 'CAUTION',
  important: 'NOTE',
  note: 'NOTE',
  info: 'NOTE',
  tip: 'TIP',
  hint: 'TIP',
  success: 'TIP',
}

/**
 * Rewrites the admonitions of MkDocs (`!!! warning "Title"` with an indented text) and of Docusaurus (`:::warning` to
 * `:::`) as the alerts that code hosts show. One line stays one line.
 */
export function rewriteAdmonitions(lines: readonly string[], notes: Notes): string[] {
  const rewritten = [...lines]
  let fence = ''
  for (let at = 0; at < rewritten.length; at++) {
    const line = rewritten[at] ?? ''
    const marker = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence !== '') {
      if (marker.startsWith(fence)) fence = ''
      continue
    }
    if (marker !== '') fence = marker
    else at = rewriteAt(rewritten, at, notes)
  }
  return rewritten
}

/** Rewrites the admonition that begins here; gives the last line that belongs to it. */
function rewriteAt(lines: string[], at: number, notes: Notes): number {
  const line = lines[at] ?? ''
  const tab = /^===[!+]?\s+"([^"]*)"\s*$/.exec(line)?.[1]
  if (tab !== undefined) return rewriteTab(lines, at, tab, notes)
  const indented = /^(?:!!!|\?\?\?\+?)\s*([\w-]+)(?:[^"]*"([^"]*)")?\s*$/.exec(line)
  const fenced = /^:::+\s*([\w-]+)\s*(.*)$/.exec(line)
  const found = indented ?? fenced
  const [, kind = '', title = ''] = found ?? []
  const end = found === null ? at : indented === null ? closing(lines, at) : lastIndented(lines, at)
  if (found === null || end === undefined) return at
  const fence = firstFence(lines, at, end)
  if (fence !== undefined && indented === null) return at
  const alert = alertOf[kind.toLowerCase()] ?? 'NOTE'
  lines[at] = `> [!${alert}]\n> **${kind}${title === '' ? '' : `: ${title.replace(/^\[|\]$/g, '')}`}**`
  const quoted = fence === undefined ? end : fence - 1
  for (let inner = quoted + 1; inner <= end; inner++) lines[inner] = dedented(lines[inner])
  if (fence !== undefined && (lines[quoted] ?? '').trim() !== '') lines[fence] = `\n${lines[fence] ?? ''}`
  for (let inner = at + 1; inner <= quoted; inner++) {
    const text = (lines[inner] ?? '').replace(indented === null ? /^:::+\s*$/ : /^(?: {4}|\t)/, '')
    lines[inner] =
      text.trim() === ''
        ? inner === quoted && (indented === null || fence !== undefined)
          ? ''
          : '>'
        : `> ${text}`
  }
  notes.add(
    'admonition-rewritten',
    at + 1,
    `the admonition \`${kind}\` is written as an alert`,
    alertHelp(alert),
  )
  return end
}

function alertHelp(alert: string): string {
  return alert === 'WARNING' || alert === 'CAUTION'
    ? 'above a block that acts, it asks before it: see that it stands where it should'
    : 'see that it reads as before'
}

function lastIndented(lines: readonly string[], at: number): number | undefined {
  let end = at
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next] ?? ''
    if (/^(?: {4}|\t)/.test(line)) end = next
    else if (line.trim() !== '') break
  }
  return end > at ? end : undefined
}

function closing(lines: readonly string[], at: number): number | undefined {
  const end = lines.findIndex((line, index) => index > at && /^:::+\s*$/.test(line))
  return end < 0 ? undefined : end
}

/** A block inside a quote would not run: the alert ends above it. */
function firstFence(lines: readonly string[], at: number, end: number): number | undefined {
  const found = lines.findIndex(
    (line, index) => index > at && index <= end && /^\s*(?:`{3,}|~{3,})/.test(line),
  )
  return found < 0 ? undefined : found
}

const dedented = (line = ''): string => line.replace(/^(?: {4}|\t)/, '')

/** A tab of MkDocs: its title in bold, its text at the left edge; the second and each further one is another way. */
function rewriteTab(lines: string[], at: number, title: string, notes: Notes): number {
  const end = lastIndented(lines, at)
  if (end === undefined) return at
  const before = lines.slice(0, at).findLast((line) => line.trim() !== '') ?? ''
  const isFurther = tabs.has(lines) && tabs.get(lines) === before
  lines[at] = isFurther ? `Or: **${title}**` : `**${title}**`
  for (let inner = at + 1; inner <= end; inner++) lines[inner] = dedented(lines[inner])
  tabs.set(lines, lines[end] ?? '')
  notes.add(
    'admonition-rewritten',
    at + 1,
    `the tab \`${title}\` is written below the others`,
    'see that tabs which exclude each other are a question',
  )
  return at
}

/** The last line of the tab before, for each page that is being read. */
const tabs = new WeakMap<readonly string[], string>()
