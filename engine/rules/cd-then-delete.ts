import type { Block } from '../model.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'
import type { Reading } from './reading.ts'
import type { ShellCommand } from './shell/commands.ts'
import { operandsOf, programOf } from './shell/options.ts'
import type { Rule } from './rule.ts'

/**
 * A `cd`, and behind it an `rm` of something that is named without its folder: where `cd` did not go (an empty
 * variable leaves it where it was), the wrong folder is emptied.
 */
export const cdThenDelete: Rule = (runbook, reading) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (!isShell(block) || !/\b(?:cd|pushd)\b[\s\S]*\brm\b/.test(block.script)) return []
    return deletions(block, reading).map(({ cd, rm }) => ({
      code: 'cd-then-delete' as const,
      severity: 'warning' as const,
      path: runbook.path,
      message: '`rm` deletes in whatever folder `cd` left it',
      span: spanInSource(block, rm.span.start, rm.span.end),
      label: 'nothing here says which folder',
      related: [
        {
          path: runbook.path,
          span: spanInSource(block, cd.span.start, cd.span.end),
          label: 'with an empty name this goes nowhere',
        },
      ],
      help: `name the folder in the \`rm\` itself: \`rm … -- ${folderOf(cd)}/…\``,
    }))
  })

const folderOf = ({ words }: ShellCommand): string => words[1]?.text ?? '.'

function deletions(block: Block, reading: Reading): { cd: ShellCommand; rm: ShellCommand }[] {
  const temporary = new Set(
    [...block.script.matchAll(/\b(\w+)=["']?\$\(\s*mktemp\b/g)].map((match) => match[1]),
  )
  let cd: ShellCommand | undefined
  return reading.started(block.script).flatMap(({ command }) => {
    const program = programOf(command)
    if (program === 'cd' || program === 'pushd') cd = isTemporary(command, temporary) ? undefined : command
    return cd && program === 'rm' && operandsOf(command.words).slice(1).some(isRelative)
      ? [{ cd, rm: command }]
      : []
  })
}

const isTemporary = (cd: ShellCommand, names: ReadonlySet<string | undefined>): boolean =>
  folderOf(cd).includes('mktemp') || names.has(/^["']?\$\{?(\w+)/.exec(folderOf(cd))?.[1])

const isRelative = ({ value }: { readonly value: string }): boolean => !/^[/~$`]/.test(value)
