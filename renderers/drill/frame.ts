import type { DrillResult, FailedCommand, Problem } from '../../engine/drill/types.ts'
import { lineStarts, positionAt, type Span } from '../../engine/source.ts'
import { excerptsOf } from '../diagnostics/excerpt.ts'
import { escapeLine } from '../terminal/escape.ts'
import { commandFrame, noteLines } from '../terminal/lines/failure.ts'
import type { Look, Style } from '../terminal/style.ts'

/** Lines of output that are shown of a command that failed. */
const lastLines = 8

/** Everything that went wrong in a drill, each at its place: the line of the runbook that ran, or of the drill's file. */
export function problemLines({ drill, problems, runbook }: DrillResult, look: Look): string[] {
  const whose = `${runbook.frontmatter.id} ${drill.id}`
  return problems.flatMap((problem) => [...frame(problem, whose, drill.path, drill.text, look), ''])
}

function frame(problem: Problem, whose: string, path: string, text: string, look: Look): string[] {
  const { message, failed, span, notes } = problem
  const { style } = look
  const head = `${style.red(style.bold('failed[drill]'))}: ${escapeLine(`${whose}: ${message}`)}`
  if (failed !== undefined) {
    const { edge, lines } = commandFrame(failed, look)
    return [head, ...lines, ...outputLines(failed, edge), ...notes.flatMap((note) => noteLines(edge, note))]
  }
  if (span === undefined)
    return [head, ` --> ${escapeLine(path)}`, ...notes.flatMap((note) => noteLines(' ', note))]
  const { edge, lines } = placeLines(path, text, span, style)
  return [head, ...lines, ...notes.flatMap((note) => noteLines(edge, note))]
}

function placeLines(path: string, text: string, span: Span, style: Style) {
  const starts = lineStarts(text)
  const { line, column } = positionAt(starts, span.start)
  const [excerpt] = excerptsOf(text, starts, span, '^')
  const edge = ' '.repeat(String(line).length)
  const source =
    excerpt === undefined ? [] : [`${line} | ${excerpt.text}`, `${edge} | ${style.red(excerpt.marks)}`]
  return { edge, lines: [`${edge}--> ${escapeLine(path)}:${line}:${column}`, `${edge} |`, ...source] }
}

/** The last lines that a command printed, standard error last. */
function outputLines({ event }: FailedCommand, edge: string): string[] {
  const { stdout, stderr } = event.outcome
  const printed = [stdout, stderr].flatMap(({ head, tail }) =>
    (tail === '' ? head : tail).trimEnd().split('\n'),
  )
  const last = printed.filter((line) => line !== '').slice(-lastLines)
  return last.length === 0 ? [] : noteLines(edge, `last output:\n${last.join('\n')}`)
}
