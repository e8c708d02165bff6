import { blocksOf, isShell, spanInSource } from './blocks.ts'
import { placeholdersIn } from './placeholders.ts'
import type { Rule } from './rule.ts'

/** The first place at which a shell block is not valid; an unfilled placeholder is a finding of its own. */
export const shellSyntax: Rule = (runbook, reading) =>
  blocksOf(runbook).flatMap(({ block }) => {
    const error = isShell(block) ? reading.shell(block.script).errors[0] : undefined
    if (error === undefined || placeholdersIn(block).length > 0) return []
    const start = Math.min(error.pos, Math.max(0, block.script.length - 1))
    return [
      {
        code: 'shell-syntax' as const,
        severity: 'error' as const,
        path: runbook.path,
        message: `this is not valid \`${block.languageText}\`: ${error.message.replaceAll("'", '`')}`,
        span: spanInSource(block, start, start + 1),
        label: 'the shell stops reading here',
        help: 'repair the command; a text that is no command belongs in a fence without a role',
      },
    ]
  })
