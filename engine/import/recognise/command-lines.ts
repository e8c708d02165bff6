import { englishWords, isProgramName } from '../classify/programs.ts'
import { certaintyOf } from '../classify/shell.ts'
import type { SourceFence } from '../read/page.ts'
import type { Context } from './context.ts'
import { isWrittenAsCommand } from './inline.ts'

/** Commands that stand on lines of their own at the end of a paragraph, without a fence. */
export interface CommandLines {
  /** The lines above them; empty when there are none. */
  readonly text: string
  readonly script: string
  /** Lines of the paragraph before the first command. */
  readonly before: number
}

/** The same as a fence would hold it. */
export function asFence(
  { script }: CommandLines,
  line: number,
  indent: string,
  context: Context,
): SourceFence {
  context.notes.add(
    'inline-command',
    line,
    'lines without a fence are read as commands',
    'see that each of them is meant to run here',
    script.split('\n')[0],
  )
  return { tag: 'bash', info: '', text: script, indent, line }
}

/** Cuts a paragraph where its last lines are commands; nothing when they are words. */
export function commandLines(markdown: string, context: Context): CommandLines | undefined {
  const { purpose, section } = context
  if (purpose === 'context' || purpose === 'reference' || section.level === 0) return undefined
  const lines = markdown.split('\n')
  const starts = lines.map((line, at) => isContinued(lines[at - 1]) || isCommandLine(line, context))
  const before = starts.lastIndexOf(false) + 1
  if (before === lines.length) return undefined
  const script = lines
    .slice(before)
    .map((line) => line.trim())
    .join('\n')
  return { text: lines.slice(0, before).join('\n').trimEnd(), script, before }
}

const isContinued = (line = ''): boolean => line.endsWith('\\')

function isCommandLine(line: string, context: Context): boolean {
  const code = line.trim()
  if (/[`*]|[.:;,!?]$|\]\(|…|\.\.\./.test(code)) return false
  const [first = '', second = ''] = code.replace(/^sudo\s+/, '').split(/\s+/)
  if (second === '' || englishWords.has(first) || !isProgramName(first)) return false
  return isWrittenAsCommand(code, context) && certaintyOf(code.replace(/\\$/, ''), context.shell) === 'likely'
}
