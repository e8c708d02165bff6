import { type Piece, type TextPart, textPart } from '../draft.ts'
import { certaintyOf } from '../classify/shell.ts'
import { commandBlock, needsTerminal } from './command.ts'
import type { Context } from './context.ts'
import { asPlain } from './escape.ts'
import { type Found, foundPart } from './found.ts'
import { soften } from './soften.ts'

const told =
  /(?:\b(?:run|runs|running|execute|executing|issue|invoke|type|enter|use|using|via|command|through)\b|→|->|:)\s*(?:\*\*|__)?:?\s*$/i

/** Commands that a sentence tells somebody to run; synopses and shortened commands are none. */
export function inlineCommands(markdown: string, context: Context): string[] {
  return [...markdown.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].flatMap((match) => {
    const code = (match[1] ?? '').trim()
    const before = markdown.slice(Math.max(0, match.index - 40), match.index)
    if (
      !/\s/.test(code) ||
      /…|\.\.\.|\[-|\[<|^\W*(?:GET|POST|PUT|SELECT)\b/.test(code) ||
      !told.test(before) ||
      /^(?:tar|grep|ls|kubectl|psql) -\w+$/.test(code)
    )
      return []
    return certaintyOf(code, context.shell) === 'no' || needsTerminal(code, context) !== undefined
      ? []
      : [code]
  })
}

/**
 * A paragraph or a list item with the commands that it tells somebody to run as blocks below it. The sentence stays as it is.
 *
 * @param indent blanks that the blocks stand behind
 */
export function withInlineCommands(
  markdown: string,
  line: number,
  indent: string,
  context: Context,
): Found[] {
  return [foundPart(inlinePart(markdown, line, indent, context) ?? textPart(soften(markdown), line))]
}

/** The same as one part; nothing when no command is told. */
export function inlinePart(
  markdown: string,
  line: number,
  indent: string,
  context: Context,
): TextPart | undefined {
  if (context.purpose === 'context' || context.purpose === 'reference' || context.section.level === 0)
    return undefined
  const blocks = inlineCommands(markdown, context).map((code): Piece => ({
    block: proposed(code, markdown, line, context),
    indent,
  }))
  return blocks.length === 0
    ? undefined
    : { kind: 'text', pieces: [{ text: soften(markdown) }, ...blocks], line }
}

/** A command out of a sentence or a cell, as a step to confirm. */
export function proposed(
  code: string,
  words: string,
  line: number,
  context: Context,
): ReturnType<typeof commandBlock> {
  context.notes.add(
    'inline-command',
    line,
    `the command in this sentence became a step: \`${code}\``,
    'see that it is meant to run here',
    code,
  )
  return commandBlock(code, asPlain(words), { info: '', line, shell: 'bash' }, context)
}
