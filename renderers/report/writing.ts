import { escapeLine, escapeText } from '../terminal/escape.ts'

export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Untrusted text in a line of Markdown: no markup, no line break, nothing hidden. */
export function text(untrusted: string): string {
  return escapeLine(untrusted.replaceAll('\n', ' ')).replace(/[\\`*_[\]<>|~]/g, '\\$&')
}

/** Untrusted text as code in a line, also inside a table. */
export function code(untrusted: string): string {
  const shown = escapeLine(untrusted).replaceAll('|', '\\|')
  return shown.includes('`') ? `\`\` ${shown.replaceAll('``', "''")} \`\`` : `\`${shown}\``
}

/** Untrusted text as a code block with a fence that it cannot end. */
export function fenced(untrusted: string, language: string): string {
  const shown = escapeText(untrusted).replace(/\n+$/, '')
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${shown}\n${fence}`
}
