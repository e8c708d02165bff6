import { englishWords, isProgramName } from '../classify/programs.ts'
import { certaintyOf, looksLikeOutput } from '../classify/shell.ts'
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
  const starts: boolean[] = []
  for (const [at, line] of lines.entries())
    starts.push(
      isContinued(lines[at - 1]) ? starts[at - 1] === true : isCommandLine(line, lines[at - 1], context),
    )
  const before = starts.lastIndexOf(false) + 1
  if (before === lines.length) return undefined
  const script = lines
    .slice(before)
    .map((line) => line.trim())
    .join('\n')
  return { text: lines.slice(0, before).join('\n').trimEnd(), script, before }
}

const isContinued = (line = ''): boolean => line.endsWith('\\')

/** Below words that end in a colon any program that is known will do; elsewhere the line must be written as commands are. */
function isCommandLine(line: string, above = '', context: Context): boolean {
  const code = line.replace(/\s#\s?\S.*$/, '').trim()
  if (/[`*]|[.:;,!?]$|\]\(|…|\.\.\./.test(code) || looksLikeOutput(code)) return false
  const words = code.replace(/^(?:[A-Z_]+=\S*\s+)+/, '').replace(/^sudo\s+/, '')
  const [first = '', second = ''] = words.split(/\s+/)
  const isService = /^service [\w-]+ (?:start|stop|restart|reload|status)$/.test(words)
  if (second === '' || englishWords.has(first) || !isProgramName(first) || isPlace.test(first)) return false
  const isWritten = isService || /:\s*$/.test(above) || isWrittenAsCommand(code, context)
  return isWritten && certaintyOf(code.replace(/\\$/, ''), context.shell) === 'likely'
}

/** A disk or a log is no program. */
const isPlace = /^\/(?:dev|proc|sys|etc|mnt|media|var\/log)\//
