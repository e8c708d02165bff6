import { type Piece, type TextPart, textPart } from '../draft.ts'
import { englishWords, isProgramName } from '../classify/programs.ts'
import { onlyLooks } from '../classify/effect/index.ts'
import { certaintyOf } from '../classify/shell.ts'
import { isInstruction } from './conditions.ts'
import { commandBlock, needsTerminal } from './command.ts'
import type { Context } from './context.ts'
import { asPlain } from './escape.ts'
import { type Found, foundPart } from './found.ts'
import { soften } from './soften.ts'

/** Right behind these stands what somebody is told to run. */
const told =
  /(?:\b(?:run|execute|issue|invoke|type|enter|use|(?:by|try|with) (?:running|using|executing)|commands?|the following)\b|→|->)\s*(?:\*\*|__)?:?\s*\(?$/i

/** Behind these too, when the sentence tells somebody to do something. */
const meant = /\b(?:running|using|executing|via|through)\s*(?:\*\*|__)?\s*$/i

/** What is warned of, or only spoken of, is not run. */
const spokenOf =
  /\b(?:never|not|n['’]t|cannot|avoid\w*|instead of|without|rather than|unless|before running|after running|equivalent|same as|similar to|like|e\.g\.|for example|such as|which|that)\b[^.;:]*$/i

/** `… is the way to`, `… removes it`: the code is what the sentence is about. */
const goesOn =
  /^[^\S\n]*(?:(?:is|are|was|were|will|would|can|could|may|might|must|does|did|has|had|shows|returns|prints|lists?|reports?|gives?|says?|uses?|needs?|requires?|creates?|removes?|deletes?|fails?|hangs?|works?|runs?|exits?|means?|skips?|currently|command|flag|option|script|process|annotation|parameter|only|also)\b|[,)])/i

/** Behind these a command that is sure to be one is meant to be run as well. */
const looked =
  /(?:^|[\s.(])(?:check|checking|see|inspect|verify|look at|looking at|confirm with|list with|get|do|query|watch|try|by|with)\s*(?:\*\*|__)?$/i

/** The whole item or paragraph is one command, written as code or just so. */
function bareCommand(markdown: string, context: Context): string | undefined {
  const text = markdown.replace(/^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?/, '').trim()
  const code =
    /^`([^`\n]+)`$/.exec(text)?.[1] ??
    (/[`*\n]|[.:;,!?]$|\]\(/.test(text) ? undefined : text.replaceAll(/\\([<>_*])/g, '$1'))
  if (code === undefined || !/\s/.test(code) || /…|\.\.\./.test(code)) return undefined
  const [first = '', second = ''] = code.replace(/^sudo\s+/, '').split(/\s+/)
  const isCode = text.startsWith('`')
  if (
    !isCode &&
    (englishWords.has(first) ||
      !isProgramName(first) ||
      (/^[A-Z]/.test(second) && first !== 'redis-cli') ||
      !isWrittenAsCommand(code, context))
  )
    return undefined
  return certaintyOf(code, context.shell) === 'likely' ? code : undefined
}

/** `kubectl access to cluster` is something to have: a command has an option, a path or a pipe, or is known to look. */
export const isWrittenAsCommand = (code: string, context: Context): boolean =>
  /(?:^|\s)-{1,2}\w|[|=$<>/]|\d/.test(code) || subcommand.test(code) || onlyLooks(code, context.shell)

/** A program, what it is to do, and to what. */
const subcommand =
  /^(?:sudo )?(?:systemctl daemon-reload$|[a-z][\w-]* (?:start|stop|restart|reload|apply|delete|enable|disable|scale|rollback|install|upgrade|up|down|kill|create|drain|cordon|uncordon|init|plan|destroy|build|push|pull|rm|update)(?: [\w.@:-]+){0,2}$)/

/** Commands that a sentence tells somebody to run; synopses and shortened commands are none. */
export function inlineCommands(markdown: string, context: Context): string[] {
  return commandsIn(markdown, context).filter((code) => context.below?.includes(code) !== true)
}

function commandsIn(markdown: string, context: Context): string[] {
  const bare = bareCommand(markdown, context)
  if (bare !== undefined && needsTerminal(bare, context) === undefined) return [bare]
  return [...markdown.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].flatMap((match) => {
    const code = (match[1] ?? '').trim()
    const before = markdown.slice(Math.max(0, match.index - 90), match.index)
    if (
      !/\s/.test(code) ||
      /…|\.\.\.|\[-|\[<|^\W*(?:GET|POST|PUT|SELECT)\b/.test(code) ||
      !isTold(before, markdown.slice(match.index + match[0].length), code, context) ||
      /^(?:tar|grep|ls|kubectl|psql) -\w+$/.test(code)
    )
      return []
    return certaintyOf(code, context.shell) === 'no' || needsTerminal(code, context) !== undefined
      ? []
      : [code]
  })
}

/** Whether what stands before some code, and behind it, tells somebody to run it. */
function isTold(before: string, after: string, code: string, context: Context): boolean {
  const clause = before.split(/(?<=[.!?;])\s+|\n\s*(?=[-*+]|\d+[.)])/).at(-1) ?? ''
  if (spokenOf.test(clause) || (goesOn.test(after) && !told.test(clause) && !/:\W*$/.test(clause)))
    return false
  if (told.test(clause)) return true
  if (certaintyOf(code, context.shell) !== 'likely') return false
  if (/:\s*(?:\*\*|__)?\s*$/.test(clause) || /^\s*(?:(?:[-*+]|\d+[.)])\s+)?$/.test(clause)) return true
  return (meant.test(clause) || looked.test(clause)) && asks(clause)
}

/** A clause, or what stands behind its last comma, tells somebody to do something. */
const asks = (clause: string): boolean =>
  [clause, clause.split(/[,:]\W*\s/).at(-1) ?? ''].some((text) =>
    isInstruction(asPlain(text).replace(/^to\s+/i, '')),
  )

/** Code in a sentence that is sure to be a command and was not taken up: the author says what it is. */
export function noteKept(markdown: string, line: number, taken: readonly string[], context: Context): void {
  for (const [, code = ''] of markdown.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)) {
    const plain = code.trim()
    if (
      taken.includes(plain) ||
      context.below?.includes(plain) ||
      !/\s/.test(plain) ||
      certaintyOf(plain, context.shell) !== 'likely'
    )
      continue
    context.notes.add(
      'sample-kept',
      line,
      `\`${plain}\` stands in a sentence and is not run`,
      'make it a block with a role when it is to run here',
      plain,
    )
  }
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
  const commands = inlineCommands(markdown, context)
  noteKept(markdown, line, commands, context)
  const blocks = commands.map((code): Piece => ({
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
