import { blocksOf, isProgram, spanInSource } from './blocks.ts'
import type { Rule } from './rule.ts'
import { withoutComments } from './shell/comments.ts'
import { hostsIn } from './texts/hosts.ts'

/** A command that names one machine: it is replaced, and the runbook then acts on whoever has the name. */
export const hardCodedHost: Rule = (runbook) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (!isProgram(block) || block.role === 'message') return []
    return hostsIn(withoutComments(block.script, block.language)).map(({ host, span }) => ({
      code: 'hard-coded-host' as const,
      severity: 'warning' as const,
      path: runbook.path,
      message: `\`${host}\` is one machine, and this command means it for ever`,
      span: spanInSource(block, span.start, span.end),
      label: 'it moves, or another one gets its name',
      help: 'declare an input of the type `host` or `url` with this as its default, and write `"$NAME"` here',
    }))
  })
