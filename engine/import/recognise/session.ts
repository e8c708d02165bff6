import { textPart } from '../draft.ts'
import type { SourceFence } from '../read/page.ts'
import type { Context } from './context.ts'
import { type Found, foundPart } from './found.ts'
import { commentMarkdown } from './escape.ts'
import type { CommandGroup } from './groups.ts'
import type { Exchange } from './prompts.ts'
import { expectedWord } from './remarks.ts'
import { samplePart } from './sample.ts'

/** Reads the commands of one exchange. */
type ReadScript = (group: CommandGroup, fence: SourceFence, words: string, context: Context) => Found[]

/**
 * A session: commands that printed nothing in between are one block; what they printed stands below it as a sample, or must come
 * again.
 */
export function readExchanges(
  session: readonly Exchange[],
  fence: SourceFence,
  lead: string,
  context: Context,
  readScript: ReadScript,
): Found[] {
  context.notes.add(
    'prompt-stripped',
    fence.line,
    'prompts were taken off the commands',
    'see that every line below is a command',
    fence.text.split('\n')[0]?.trim(),
  )
  let where = ''
  return joined(session).flatMap((exchange) => {
    const line = fence.line + exchange.line
    const moved = exchange.where !== '' && exchange.where !== where
    if (moved) where = exchange.where
    const place = moved ? [foundPart(textPart(`At the prompt \`${exchange.where}\`:`, line))] : []
    const group = { title: [], script: exchange.script, remarks: [], line: 0 }
    const read =
      exchange.script.trim() === ''
        ? []
        : readScript(group, { ...fence, line }, lead || context.section.title, context)
    if (exchange.script === '' && isComment(exchange.output))
      return [...place, foundPart(textPart(commentMarkdown(comments(exchange.output)), line))]
    return [...place, ...read, ...printed(exchange.output, read, line, context)]
  })
}

function printed(output: string, read: readonly Found[], line: number, context: Context): Found[] {
  if (output === '') return []
  const last = read.at(-1)
  const piece = last?.kind === 'part' && last.part.kind === 'text' ? last.part.pieces.at(-1) : undefined
  const expect = expectedWord(output)
  if (
    expect !== undefined &&
    piece !== undefined &&
    'block' in piece &&
    piece.block.role !== undefined &&
    piece.block.role !== 'follow'
  ) {
    piece.block.expect = expect
    context.notes.add(
      'expectation-guessed',
      line,
      `the output became \`${expect.text}\``,
      'see that it comes each time',
      output,
    )
    return []
  }
  context.notes.add(
    'output-split',
    line,
    'what the command printed is a sample below it',
    'write an `expect` fence with what must come each time',
    output.split('\n')[0]?.trim(),
  )
  return [foundPart(samplePart(output, 'text', line + 1))]
}

/** Neighbours that printed nothing and stand at one prompt belong together: a later line may need what an earlier one set. */
function joined(session: readonly Exchange[]): Exchange[] {
  const found: Exchange[] = []
  for (const exchange of session) {
    const last = found.at(-1)
    const isOne = last?.output === '' && last.script !== '' && last.where === exchange.where
    if (isOne)
      found.splice(-1, 1, { ...exchange, line: last.line, script: `${last.script}\n${exchange.script}` })
    else found.push(exchange)
  }
  return found
}

const isComment = (text: string): boolean =>
  text.trim() !== '' && text.split('\n').every((line) => /^\s*#|^\s*$/.test(line))

const comments = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^\s*#+\s?(.*)$/.exec(line)?.[1] ?? [])
