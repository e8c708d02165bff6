import type { Block } from '../model.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'
import type { Rule } from './rule.ts'
import { modeOf } from './shell/mode.ts'
import { hiddenFailure } from './verification/can-fail.ts'

/** A verification that is judged by its exit status alone, and whose script can only end with 0. */
export const unfailingVerification: Rule = (runbook, reading) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (block.role !== 'verify' || !isShell(block) || !isJudgedByExit(block)) return []
    const { tree, errors } = reading.shell(block.script)
    const hidden = errors.length > 0 ? undefined : hiddenFailure(tree.commands, modeOf(block))
    if (hidden === undefined) return []
    return [
      {
        code: 'unfailing-verification' as const,
        severity: 'warning' as const,
        path: runbook.path,
        message: 'this verification cannot fail',
        span: spanInSource(block, hidden.start, hidden.end),
        label: 'whatever happened, this ends with 0',
        help: 'let the failure through, or write an `expect` fence below that says what must be seen',
      },
    ]
  })

function isJudgedByExit({ expectation }: Block): boolean {
  if (expectation === undefined) return true
  const { must } = expectation
  return (
    must.kind === 'conditions' &&
    must.conditions.every((one) => one.kind === 'exit' && one.code === 0 && !one.negated)
  )
}
