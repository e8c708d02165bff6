import { type BlockDraft, blockPart, textPart } from '../draft.ts'
import { asksOnly } from '../classify/effect/sql.ts'
import { configFormat } from '../classify/config.ts'
import { certaintyOf } from '../classify/shell.ts'
import type { SourceFence } from '../read/page.ts'
import { commandBlock, needsTerminal } from './command.ts'
import { configParts } from './config-block.ts'
import { alternativeOf, alternativesIn } from './choices.ts'
import type { Context } from './context.ts'
import { asMarkdown, commentMarkdown, shortTitle } from './escape.ts'
import { type Found, foundPart } from './found.ts'
import { type CommandGroup, commandGroups } from './groups.ts'
import { readSession } from './prompts.ts'
import { expectationOf, expectedWord } from './remarks.ts'
import { samplePart } from './sample.ts'

/** Reads a fence of shell commands: one step for each comment that stands above commands. */
export function readShellFence(fence: SourceFence, lead: string, context: Context): Found[] {
  const session = readSession(fence.text, /^(?:console|shell-?session|terminal)$/i.test(fence.tag))
  if (session !== undefined) return readExchanges(session, fence, lead, context)
  if (/^\s*#!/.test(fence.text)) return scriptFile(fence, context)
  const groups = commandGroups(fence.text, context.shell)
  const read = groups.map((group) => readGroup(group, fence, lead, context))
  return joinAlternatives(groups, read, fence, context)
}

function readGroup(group: CommandGroup, fence: SourceFence, lead: string, context: Context): Found[] {
  const line = fence.line + group.line
  const title = group.title.length === 0 ? [] : [foundPart(textPart(commentMarkdown(group.title), line))]
  if (group.script === '') return title
  const words = group.title.join(' ') || lead || context.section.title
  return [...title, ...readScript(group, { ...fence, line: line + group.title.length }, words, context)]
}

function readScript(group: CommandGroup, fence: SourceFence, words: string, context: Context): Found[] {
  const { script } = group
  const mixed = splitMixed(script)
  if (mixed !== undefined)
    return mixed.flatMap(({ text, isConfig }, index) =>
      isConfig
        ? configParts(text, words, fence, context)
        : readScript(
            { ...group, script: text, remarks: index === mixed.length - 1 ? group.remarks : [] },
            fence,
            words,
            context,
          ),
    )
  const terminal = needsTerminal(script, context)
  if (terminal !== undefined) return atTerminal(group, terminal, fence, words, context)
  if (certaintyOf(script, context.shell) === 'no') {
    context.notes.add(
      'not-a-command',
      fence.line,
      'this is no command: it is shown, and never run',
      'write what is to be done',
      script.split('\n')[0]?.trim(),
    )
    return [foundPart(samplePart(script, fence.info, fence.line)), ...remarkParts(group.remarks, fence.line)]
  }
  const urls = /^open\s+(\S+)$/.exec(script.trim())
  if (urls)
    return [
      foundPart(textPart(`open ${asMarkdown(urls[1] ?? '')}`, fence.line)),
      ...remarkParts(group.remarks, fence.line),
    ]
  const block = commandBlock(
    script,
    words,
    { info: fence.info, line: fence.line, shell: fence.tag === 'sh' ? 'sh' : 'bash' },
    context,
  )
  return [foundPart(blockPart(block)), ...judged(block, group, context)]
}

/** Gives a block what its remarks demand; the remarks stay for the reader. */
function judged(block: BlockDraft, group: CommandGroup, context: Context): Found[] {
  const expect = block.role === 'follow' ? undefined : expectationOf(group.remarks)
  if (expect !== undefined) {
    block.expect = expect
    context.notes.add(
      'expectation-guessed',
      block.line,
      `the remark below became \`${expect.text}\``,
      'see that it holds when all is well',
      group.remarks[0],
    )
  } else if (group.remarks.length > 0 && /\b(?:expected|should|must)\b/i.test(group.remarks.join(' ')))
    context.notes.add(
      'expectation-guessed',
      block.line,
      'what this should show is not measured: the operator judges it',
      'write it as an `expect` fence below the block',
      group.remarks[0],
    )
  return remarkParts(group.remarks, block.line)
}

const remarkParts = (remarks: readonly string[], line: number): Found[] =>
  remarks.length === 0 ? [] : [foundPart(textPart(commentMarkdown(remarks), line))]

/** Stretches of configuration and of commands, when a script holds both. */
function splitMixed(script: string): { readonly text: string; readonly isConfig: boolean }[] | undefined {
  if (configFormat(script) !== undefined) return [{ text: script, isConfig: true }]
  const lines = script.split('\n')
  const start = lines.findIndex((line) => /^\[\[?[A-Za-z][\w.-]*\]\]?\s*$/.test(line.trim()))
  if (start < 1) return undefined
  const config = lines.slice(start).join('\n')
  if (configFormat(config) === undefined) return undefined
  return [
    { text: lines.slice(0, start).join('\n'), isConfig: false },
    { text: config, isConfig: true },
  ]
}

/** What needs a person at a terminal is shown; a database's shell with statements below it becomes a block of SQL. */
function atTerminal(
  group: CommandGroup,
  terminal: { readonly kind: string; readonly line: number },
  fence: SourceFence,
  words: string,
  context: Context,
): Found[] {
  const lines = group.script.split('\n')
  const before = lines.slice(0, terminal.line).join('\n').trim()
  const rest = lines.slice(terminal.line).join('\n')
  const first =
    before === '' ? [] : readScript({ ...group, script: before, remarks: [] }, fence, words, context)
  context.notes.add(
    'interactive',
    fence.line + terminal.line,
    terminal.kind === 'editor'
      ? 'an editor needs a person: it is shown, and never run'
      : 'this opens a shell for a person: it is shown, and never run',
    'write the same without a terminal: `psql -c`, `kubectl patch`, an `edit` fence, `ssh host command`',
    lines[terminal.line]?.trim(),
  )
  const sample = samplePart(rest, fence.info, fence.line + terminal.line)
  const action = { ...textPart(`At a terminal of your own (${terminal.kind}):`, fence.line), action: true }
  return [...first, foundPart(action), foundPart(sample), ...remarkParts(group.remarks, fence.line)]
}

/** A session: each command is a block; what it printed stands below it as a sample, or must come again. */
function readExchanges(
  session: NonNullable<ReturnType<typeof readSession>>,
  fence: SourceFence,
  lead: string,
  context: Context,
): Found[] {
  context.notes.add(
    'prompt-stripped',
    fence.line,
    'prompts were taken off the commands',
    'see that every line below is a command',
    fence.text.split('\n')[0]?.trim(),
  )
  let where = ''
  return session.flatMap((exchange) => {
    const line = fence.line + exchange.line
    const moved = exchange.where !== '' && exchange.where !== where
    if (moved) where = exchange.where
    const place = moved ? [foundPart(textPart(`At the prompt \`${exchange.where}\`:`, line))] : []
    const group = { title: [], script: exchange.script, remarks: [], line: 0 }
    const read =
      exchange.script.trim() === ''
        ? []
        : readScript(group, { ...fence, line }, lead || context.section.title, context)
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

/** A whole script is a file, not a step: it takes arguments, and a run would not know which. */
function scriptFile(fence: SourceFence, context: Context): Found[] {
  const named = /^\s*#\s*(?:[\w./-]*\/)?([\w.-]+\.(?:sh|bash|py|pl|rb))\b/m.exec(
    fence.text.split('\n').slice(0, 5).join('\n'),
  )?.[1]
  const name =
    named ??
    `${
      shortTitle(context.section.title)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '') || 'script'
    }.sh`
  context.notes.add(
    'script-file',
    fence.line,
    `this script is written to the file \`${name}\`, and not run`,
    'say where it belongs, and add a block that calls it',
    fence.text.split('\n')[0],
  )
  const language = /python/.test(fence.text.split('\n')[0] ?? '') ? 'python' : 'bash'
  context.acted.before = true
  return [
    foundPart(
      blockPart({
        language,
        role: 'write',
        options: [`file=${name}`],
        script: fence.text,
        info: fence.info,
        line: fence.line,
      }),
    ),
  ]
}

/** Groups that exclude each other become a question. */
function joinAlternatives(
  groups: readonly CommandGroup[],
  read: readonly (readonly Found[])[],
  fence: SourceFence,
  context: Context,
): Found[] {
  const runs = alternativesIn(groups.map(({ title }) => title[0] ?? ''))
  const found: Found[] = []
  for (let at = 0; at < groups.length; at++) {
    const run = runs.find(({ start }) => start === at)
    if (run === undefined) {
      found.push(...(read[at] ?? []))
      continue
    }
    const line = fence.line + (groups[at]?.line ?? 0)
    context.notes.add(
      'choice-guessed',
      line,
      `${run.end - run.start} ways to do the same: exactly one of them runs`,
      'see that they exclude each other',
      groups[at]?.title[0],
    )
    found.push({
      kind: 'decision',
      title: 'Which way?',
      line,
      lead: [],
      choices: groups.slice(run.start, run.end).map((group, index) => {
        const label = alternativeOf(group.title[0] ?? '')?.label ?? (group.title[0] || context.section.title)
        return {
          answer: label,
          line: fence.line + group.line,
          leads: {
            kind: 'section' as const,
            title: shortTitle(label),
            found: untitled(group, read[run.start + index] ?? [], label),
          },
        }
      }),
    })
    at = run.end - 1
  }
  return found
}

/** What was found without its title, when the heading above it says the same. */
function untitled(group: CommandGroup, found: readonly Found[], label: string): readonly Found[] {
  return found.length > 1 &&
    group.title.length === 1 &&
    shortTitle(label) === shortTitle(group.title[0] ?? '')
    ? found.slice(1)
    : found
}

/** A fence of SQL: it asks, or it acts. */
export function sqlBlock(script: string, fence: SourceFence, context: Context): BlockDraft {
  const asks = asksOnly(script)
  if (!asks) context.acted.before = true
  const role = !asks ? 'action' : context.purpose === 'verify' ? 'verify' : 'read'
  return { language: 'sql', role, options: [], script, info: fence.info, line: fence.line }
}
