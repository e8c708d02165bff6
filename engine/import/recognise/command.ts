import type { BlockDraft } from '../draft.ts'
import type { Role } from '../../model.ts'
import { onlyLooks } from '../classify/effect/index.ts'
import { interactivity } from '../classify/interactive.ts'
import { bounded, endlessness, followTime } from '../classify/stream.ts'
import { withoutAngles } from '../classify/shell.ts'
import type { Context } from './context.ts'

const verifying =
  /^(?:\d+[.)]\s*)?(?:step \d+\S*\s*)?(?:re-?)?(?:verif|check|ensure|confirm|validat|make sure|test (?:that|if|the)|health check|smoke test|monitor|watch)/i

/** A block of shell commands with the role that its commands and the words around it give it. */
export function commandBlock(
  script: string,
  words: string,
  fence: { readonly info: string; readonly line: number; readonly shell: 'bash' | 'sh' },
  context: Context,
): BlockDraft {
  const ended = bounded(script)
  const readable = withoutAngles(ended ?? script)
  const { commands } = context.shell.read(readable)
  const endless = endlessness(commands)
  if (ended !== undefined)
    context.notes.add(
      'endless-bounded',
      fence.line,
      'a command that never ends got an end',
      'see that one look, or four echoes, are enough',
      script.split('\n')[0],
    )
  const block: BlockDraft = {
    language: fence.shell,
    role: endless === undefined ? roleOf(readable, words, context) : 'follow',
    options: endless === undefined ? [] : [`timeout=${followTime(words)}`],
    script: ended ?? script,
    info: fence.info,
    line: fence.line,
  }
  if (endless !== undefined) noteEndless(block, endless, context)
  if (block.role === 'action') context.acted.before = true
  return block
}

function roleOf(script: string, words: string, { purpose, acted, shell }: Context): Role {
  if (!onlyLooks(script, shell)) return 'action'
  if (/^(?:\s*(?:cd|export)\s[^;|&\n]*\n?)+$/.test(script)) return 'read'
  const proves = purpose === 'verify' || (acted.before && purpose !== 'diagnose' && verifying.test(words))
  return proves ? 'verify' : 'read'
}

function noteEndless(block: BlockDraft, kind: 'stream' | 'forward', { notes }: Context): void {
  const first = block.script.split('\n')[0] ?? ''
  const what =
    kind === 'forward'
      ? 'a tunnel stays open as long as it runs'
      : 'a command that does not end by itself is followed'
  const help =
    kind === 'forward'
      ? 'the next steps need it open: start it at a terminal of your own, or write what they ask for without it'
      : 'give it an `expect` fence with what you wait for, and the time that this may take'
  notes.add('endless-bounded', block.line, `${what} (${block.options.join(' ')})`, help, first.trim())
}

/** Why a script needs a person at a terminal, at its first command that does. */
export function needsTerminal(
  script: string,
  context: Context,
): { readonly kind: string; readonly line: number } | undefined {
  const readable = withoutAngles(script)
  for (const { command, outer } of context.shell.started(readable)) {
    const isFed = [...outer, command].some(({ place }) => place.fed === true)
    const kind = interactivity(command, isFed)
    if (kind !== undefined)
      return { kind, line: readable.slice(0, command.span.start).split('\n').length - 1 }
  }
  return undefined
}
