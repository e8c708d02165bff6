import type { Item, List } from '../../parse/tree.ts'
import { textPart } from '../draft.ts'
import type { Context } from './context.ts'
import { asPlain } from './escape.ts'
import { type Found, foundPart } from './found.ts'
import { numberOf } from './items.ts'
import { inlineCommands } from './inline.ts'
import { commandBlock } from './command.ts'
import { soften } from './soften.ts'
import { certaintyOf } from '../classify/shell.ts'

const partWord =
  /^(?:\*\*|__)(context|action|verification|verify|rollback|expected|purpose|goal|command)\s*:?(?:\*\*|__)\s*:?\s*/i

/**
 * A list of **Context**, **Action** and **Verification**: the parts of a step. The commands in the sentences become its
 * blocks, and the labels become the format's own.
 */
export function readParts(list: List, context: Context): Found[] | undefined {
  const read = list.items.map((item) => ({ item, word: wordOf(item, context) }))
  const words = read.map(({ word }) => word)
  if (
    !words.includes('action') ||
    words.filter((word) => word !== undefined).length < 2 ||
    words.includes(undefined)
  )
    return undefined
  return read.flatMap(({ item, word }) => readPart(item, word ?? '', context))
}

function wordOf(item: Item, context: Context): string | undefined {
  const word = partWord.exec(context.page.slice(item.children[0] ?? item))?.[1]?.toLowerCase()
  return word === 'verify' ? 'verification' : word
}

function readPart(item: Item, word: string, context: Context): Found[] {
  const line = context.page.lineAt(item.span.start)
  const written = context.page.slice(item).replace(/^(?:[-*+]|\d+[.)])\s+/, '')
  const number = numberOf(item, context).replace('.', '\\.')
  if (word !== 'action' && word !== 'verification')
    return [foundPart(textPart(number + soften(written), line))]
  const text = number + written.replace(partWord, '')
  const label = word === 'action' ? 'Action' : 'Verification'
  const commands = word === 'action' ? leading(text, context) : inlineCommands(text, context)
  const blocks = commands.map((code) => {
    context.notes.add(
      'inline-command',
      line,
      `the command in this sentence became a step: \`${code}\``,
      'see that it is meant to run here',
      code,
    )
    const block = commandBlock(code, asPlain(text), { info: '', line, shell: 'bash' }, context)
    if (label === 'Verification' && block.role === 'read') block.role = 'verify'
    return foundPart({ kind: 'text', pieces: [{ block, indent: '' }], line })
  })
  const verified = blocks.every(({ kind }) => kind === 'part')
  if (label === 'Verification' && (blocks.length === 0 || !verified))
    return [foundPart(textPart(`*${label}*: ${soften(text)}`, line))]
  if (blocks.length === 0) return [foundPart({ ...textPart(soften(text), line), action: true })]
  return [foundPart(textPart(`**${label}** ${soften(text)}`, line)), ...blocks]
}

/** Behind **Action** a command may stand by itself. */
function leading(text: string, context: Context): string[] {
  const code = /^\s*`([^`\n]+\s[^`\n]*)`/.exec(text)?.[1]
  const told = inlineCommands(text, context)
  if (code === undefined || told.includes(code) || /…|\.\.\.|\[-/.test(code)) return told
  return certaintyOf(code, context.shell) === 'no' ? told : [code, ...told]
}
