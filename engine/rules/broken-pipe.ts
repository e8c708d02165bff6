import type { Command, CommandNode } from 'unbash'
import type { Block, Condition } from '../model.ts'
import type { Span } from '../source.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'
import { isEndless } from './commands/endless.ts'
import { heededPipelines } from './pipes/heeded.ts'
import { type EarlyEnd, cutOff, stopsReading } from './pipes/readers.ts'
import { type Pieces, writesMuch } from './pipes/writers.ts'
import type { Reading } from './reading.ts'
import type { Rule } from './rule.ts'
import { modeOf } from './shell/mode.ts'
import { programName, programOf } from './shell/options.ts'
import type { Started } from './shell/unwrap.ts'
import { hiddenFailure } from './verification/can-fail.ts'

/**
 * A pipe whose end stops reading early, under `pipefail`: what still writes dies of the closed pipe, and the pipe fails, when
 * there was much to write.
 */
export const brokenPipe: Rule = (runbook, reading) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (!isShell(block) || !modeOf(block).pipefail || !block.script.includes('|')) return []
    return brokenIn(block, reading).map(({ end: { name, help, instead }, writer, ...place }) => {
      const span = spanInSource(block, place.span.start, place.span.end)
      return {
        code: 'broken-pipe' as const,
        severity: 'warning' as const,
        path: runbook.path,
        message: `\`${name}\` stops reading before \`${writer}\` has written all, and then the pipe fails`,
        span,
        label: 'goes well with little to read, and fails with much',
        help,
        ...(instead !== undefined && isPlain(block, place.span) && { fix: [{ span, text: instead }] }),
      }
    })
  })

/** No redirection stands among the words. */
const isPlain = ({ script }: Block, { start, end }: Span): boolean => !/[<>]/.test(script.slice(start, end))

interface Broken {
  readonly end: EarlyEnd
  readonly span: Span
  readonly writer: string
}

function brokenIn(block: Block, reading: Reading): Broken[] {
  const { tree, errors } = reading.shell(block.script)
  if (errors.length > 0) return []
  const pieces = { innermost: innermostOf(reading.started(block.script)), walk: reading.walk }
  const heed = { last: isExitJudged(block), others: modeOf(block).exits }
  return heededPipelines(tree, heed, reading.walk).flatMap(({ commands }) =>
    commands.flatMap((reader, index) => {
      const writer = commands[index - 1]
      if (writer === undefined || hidesFailure(writer, block) || !writesMuch(commands, index, pieces))
        return []
      return earlyEnd(reader, writer, pieces) ?? []
    }),
  )
}

/** Wrappers that read nothing themselves. */
const handingOver = /^(?:sudo|doas|env|command|builtin|nice|ionice|timeout|stdbuf|nohup|time|busybox)$/

function earlyEnd(reader: CommandNode, writer: CommandNode, { innermost }: Pieces): Broken | undefined {
  const [found] = reader.type === 'Command' ? innermost(reader) : []
  if (!found?.outer.every((one) => handingOver.test(programOf(one)))) return undefined
  const { words, span } = found.command
  const end = stopsReading(words.map(({ value }) => value))
  if (end === undefined) return undefined
  const cut = writer.type === 'Command' ? innermost(writer) : []
  return {
    end: cut.some(({ command }) => isEndless(command)) ? { name: end.name, help: cutOff } : end,
    span: { start: words[0]?.span.start ?? span.start, end: words.at(-1)?.span.end ?? span.end },
    writer: programName(cut.at(-1)?.command.words[0]?.value ?? nameOfGroup(writer)),
  }
}

function nameOfGroup(group: CommandNode): string {
  if (group.type === 'Redirected') return nameOfGroup(group.command)
  if (group.type === 'BraceGroup' || group.type === 'Subshell') return '{ … }'
  return `${group.type === 'While' ? group.kind : group.type.toLowerCase()} …`
}

/** Looks up what a command of a script starts in the end. */
function innermostOf(all: readonly Started[]): Pieces['innermost'] {
  const wrapping = new Set(all.flatMap(({ outer }) => outer))
  const byStart = Map.groupBy(
    all.filter(({ command }) => !wrapping.has(command)),
    ({ command, outer }) => (outer[0] ?? command).span.start,
  )
  return (node: Command) => byStart.get(node.pos) ?? []
}

/** `{ …; || true; }`: it is cut off, and nobody hears of it. */
function hidesFailure(writer: CommandNode, block: Block): boolean {
  return (
    (writer.type === 'BraceGroup' || writer.type === 'Subshell') &&
    hiddenFailure(writer.body.commands, modeOf(block)) !== undefined
  )
}

/** An expectation of output alone does not look at how the block ended. */
function isExitJudged({ expectation }: Block): boolean {
  const must = expectation?.must
  return must === undefined || (must.kind === 'conditions' && must.conditions.some(speaksOfExit))
}

function speaksOfExit(condition: Condition): boolean {
  if (condition.kind === 'not') return speaksOfExit(condition.condition)
  return condition.kind === 'and' ? condition.conditions.some(speaksOfExit) : condition.kind === 'exit'
}
