import type { CommandGroup } from './groups.ts'

/**
 * Whether a group of commands only shows how the one above it looks when it is filled in: its comment says so, and it begins with
 * the same words.
 */
export function isExampleOf(group: CommandGroup, above: CommandGroup | undefined): boolean {
  if (above === undefined || !isExample.test(group.title[0] ?? '')) return false
  const begin = beginOf(above.script)
  return (
    begin !== '' &&
    beginOf(group.script) === begin &&
    lines(group.script).every((line) => beginOf(line) === begin)
  )
}

const isExample = /^(?:e\.?g\.?|(?:for )?example|beispiel|ejemplo|por ejemplo|exemple|par exemple)\b/i

const lines = (script: string): string[] =>
  script
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')

/** The program and what it is told to do. */
const beginOf = (script: string): string =>
  lines(script)[0]
    ?.trim()
    .replace(/^sudo\s+/, '')
    .split(/\s+/)
    .slice(0, 2)
    .join(' ') ?? ''
