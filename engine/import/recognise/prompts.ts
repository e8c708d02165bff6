import { englishWords, isProgramName } from '../classify/programs.ts'

/** A stretch of a terminal session: a command, and what it printed. */
export interface Exchange {
  /** What stood before the dollar sign: who, and where; empty when nothing did. */
  readonly where: string
  readonly script: string
  readonly output: string
  /** Line of the fence's text, counted from 0. */
  readonly line: number
}

const prompt =
  /^\s*((?:\[[^\]\s]+@[^\]]+\]|\([\w.-]+\)\s?|[\w.-]+@[\w.-]+(?::[^\s$#]*)?|(?:ba)?sh-[\d.]+|[\w.-]+:[~/][^\s$#]*)?\s?)([$#%❯➜])\s+(.*)$/u

/**
 * Reads a terminal session: lines with a prompt are commands, the others what they printed. Nothing when the text has no
 * prompts. `# ` alone is a root prompt only in a session: in a tagged `console` fence, when every line has it, or below a line
 * with another prompt; elsewhere it is a comment.
 */
export function readSession(text: string, isConsole: boolean): Exchange[] | undefined {
  const lines = text.split('\n')
  const found = lines.map((line) => prompt.exec(line))
  const sure = found.some((match) => match !== null && (match[2] !== '#' || match[1]?.trim() !== ''))
  const full = lines.filter((line) => line.trim() !== '')
  const roots = full.filter((line) => /^\s*#\s+\S/.test(line)).length
  const rooted =
    roots > 0 &&
    (isConsole
      ? full.filter((line) => /^\s*#\s+\S/.test(line)).every(startsLikeCommand)
      : isRootSession(full, roots))
  if (!sure && !rooted) return undefined
  const exchanges: { where: string; script: string[]; output: string[]; line: number }[] = []
  lines.forEach((line, index) => {
    const match = found[index]
    const isRoot = match?.[2] === '#' && (match[1] ?? '').trim() === ''
    const last = exchanges.at(-1)
    if (match && (!isRoot || rooted || (sure && startsLikeCommand(line)))) {
      exchanges.push({ where: (match[1] ?? '').trim(), script: [match[3] ?? ''], output: [], line: index })
    } else if (last !== undefined && last.output.length === 0 && continues(last.script)) {
      last.script.push(line.replace(/^>\s?/, ''))
    } else if (last !== undefined) last.output.push(line)
    else if (line.trim() !== '') exchanges.push({ where: '', script: [], output: [line], line: index })
  })
  return exchanges.map(({ where, script, output, line }) => ({
    where,
    script: script.join('\n'),
    output: output.join('\n').replace(/^\n+|\s+$/g, ''),
    line,
  }))
}

/** Without a tag: several commands and nothing else, or commands with options and what they printed. */
function isRootSession(full: readonly string[], roots: number): boolean {
  if (roots === full.length) return roots > 1 && full.every(startsLikeCommand)
  const behind = full.filter((line) => /^\s*#\s+\S/.test(line))
  return (
    /^\s*#\s+\S/.test(full[0] ?? '') &&
    behind.every((line) => startsLikeCommand(line) && /\s-{1,2}\w|[|/=]/.test(line)) &&
    !full.some((line) => /^\s*[a-z.~/$]/.test(line) && startsLikeCommand(`# ${line.trim()}`))
  )
}

/** A comment reads as prose; behind a root prompt stands a program. */
function startsLikeCommand(line: string): boolean {
  const word = /^\s*#\s+([a-z./~][\w./~-]*)(?:\s|$)/.exec(line)?.[1]
  if (word === undefined) return false
  const program = word.slice(word.lastIndexOf('/') + 1)
  return (
    isProgramName(word) &&
    !(englishWords.has(program) && /^\s*#\s+\w+\s+(?:the|a|an|that|if|all|any|this|your)\b/.test(line))
  )
}

/** A line that ends in a backslash goes on, and so does an open here-document. */
function continues(script: readonly string[]): boolean {
  const last = script.at(-1) ?? ''
  if (last.endsWith('\\')) return true
  const text = script.join('\n')
  const word = /<<-?\s*(["']?)(\w+)\1/.exec(text)?.[2]
  if (word !== undefined) return !script.slice(1).some((line) => line.trim() === word)
  return (text.match(/(?<!\\)'/g)?.length ?? 0) % 2 === 1
}
