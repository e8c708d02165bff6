import { type BlockDraft, blockPart, textPart } from '../draft.ts'
import { certaintyOf, foreignText } from '../classify/shell.ts'
import type { SourceFence } from '../read/page.ts'
import { joinAlternatives } from './alternatives.ts'
import { atTerminal } from './at-terminal.ts'
import { commandBlock, needsTerminal } from './command.ts'
import { configParts } from './config-block.ts'
import type { Context } from './context.ts'
import { commentParts } from './comments.ts'
import { type Found, foundPart } from './found.ts'
import { isExampleOf } from './examples.ts'
import { type CommandGroup, commandGroups } from './groups.ts'
import { readSession } from './prompts.ts'
import { expectationOf } from './remarks.ts'
import { withOutput } from './printed.ts'
import { samplePart } from './sample.ts'
import { scriptFile } from './script-file.ts'
import { openMarkdown, opensPage, splitMixed, splitPages } from './splits.ts'
import { readExchanges } from './session.ts'

/** Reads a fence of shell commands: one step for each comment that stands above commands. */
export function readShellFence(fence: SourceFence, lead: string, context: Context): Found[] {
  const session = readSession(fence.text, /^(?:console|shell-?session|terminal)$/i.test(fence.tag))
  if (session !== undefined) return readExchanges(session, fence, lead, context, readScript)
  if (/^\s*#!/.test(fence.text)) return scriptFile(fence, lead, context)
  const foreign = foreignText(fence.text, `${lead} ${context.section.title}`, context.shell)
  if (foreign !== undefined) return notRun(fence, foreign, context)
  const groups = commandGroups(fence.text, context.shell)
  const read = groups.map((group, at) =>
    isExampleOf(group, groups[at - 1])
      ? shownExample(group, fence, context)
      : readGroup(group, fence, lead, context),
  )
  return joinAlternatives(groups, read, fence, context)
}

function notRun(fence: SourceFence, foreign: 'paths' | 'settings', context: Context): Found[] {
  const [what, help] =
    foreign === 'paths'
      ? ['places', 'write what is to be done with them']
      : ['settings', 'give them the role `edit` and their file']
  context.notes.add(
    'not-a-command',
    fence.line,
    `these are ${what} and no commands: they are shown, and never run`,
    help,
    fence.text.split('\n')[0]?.trim(),
  )
  return [foundPart(samplePart(fence.text, fence.info, fence.line))]
}

export function readGroup(group: CommandGroup, fence: SourceFence, lead: string, context: Context): Found[] {
  const line = fence.line + group.line
  const title = group.title.length === 0 ? [] : commentParts(group.title, line)
  if (group.script === '') return title
  const words = group.title.join(' ') || lead || context.section.title
  return [...title, ...readScript(group, { ...fence, line: line + group.title.length }, words, context)]
}

export function readScript(
  group: CommandGroup,
  fence: SourceFence,
  words: string,
  context: Context,
): Found[] {
  const { script } = group
  const pages = splitPages(script)
  if (pages !== undefined)
    return pages.flatMap((text, at) =>
      opensPage(text)
        ? [foundPart(textPart(openMarkdown(text.trim()), fence.line))]
        : readScript(
            { ...group, script: text, remarks: at === pages.length - 1 ? group.remarks : [] },
            fence,
            words,
            context,
          ),
    )
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
  if (terminal !== undefined) {
    const before = script.split('\n').slice(0, terminal.line).join('\n').trim()
    const first =
      before === '' ? [] : readScript({ ...group, script: before, remarks: [] }, fence, words, context)
    return [
      ...first,
      ...atTerminal(script, terminal, fence, context),
      ...remarkParts(group.remarks, fence.line),
    ]
  }
  if (/^[^#\n]*(?:(?<!#.*)\s|^)(?:\.\.\.|…)(?=\s|$)/m.test(script)) return shortened(group, fence, context)
  if (certaintyOf(script, context.shell) === 'no') {
    const printed = withOutput(script, context.shell)
    if (printed !== undefined) {
      const block = readScript({ ...group, script: printed.command, remarks: [] }, fence, words, context)
      context.notes.add(
        'output-split',
        fence.line,
        'what the command printed is a sample below it',
        'write an `expect` fence with what must come each time',
        printed.output.split('\n')[0]?.trim(),
      )
      return [
        ...block,
        foundPart(samplePart(printed.output, 'text', fence.line)),
        ...remarkParts(group.remarks, fence.line),
      ]
    }
    context.notes.add(
      'not-a-command',
      fence.line,
      'this is no command: it is shown, and never run',
      'write what is to be done',
      script.split('\n')[0]?.trim(),
    )
    return shown(group, fence)
  }
  const block = commandBlock(
    script,
    words,
    { info: fence.info, line: fence.line, shell: fence.tag === 'sh' ? 'sh' : 'bash' },
    context,
  )
  return [foundPart(blockPart(block)), ...judged(block, group, context)]
}

/** `aws lambda update-function-code ...`: somebody has to know what stands there. */
function shortened(group: CommandGroup, fence: SourceFence, context: Context): Found[] {
  context.notes.add(
    'sample-kept',
    fence.line,
    'this command is written in short: it is shown, and never run',
    'write it in full, and give it a role',
    group.script.split('\n')[0]?.trim(),
  )
  return shown(group, fence)
}

function shownExample(group: CommandGroup, fence: SourceFence, context: Context): Found[] {
  const line = fence.line + group.line
  context.notes.add(
    'sample-kept',
    line + group.title.length,
    'this is an example of the command above: it is shown, and never run',
    'give it a role when it is a step of its own',
    group.script.split('\n')[0]?.trim(),
  )
  return [...commentParts(group.title, line), ...shown(group, { ...fence, line: line + group.title.length })]
}

/** What is never run, with its remarks. */
const shown = ({ script, remarks }: CommandGroup, { info, line }: SourceFence): Found[] => [
  foundPart(samplePart(script, info, line)),
  ...remarkParts(remarks, line),
]

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
  remarks.length === 0 ? [] : commentParts(remarks, line)
