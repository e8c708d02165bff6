import { escapeText } from './terminal/escape.ts'

/** One command of a GitHub workflow, on a line of its own; what a terminal that shows the log would obey is spelled out. */
export function githubCommand(
  severity: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  text: string,
): string {
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  )
  return `::${severity} ${written.join(',')}::${escapeMessage(text)}\n`
}

function escapeMessage(text: string): string {
  return escapeText(text).replaceAll('%', '%25').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
