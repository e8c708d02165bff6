import type { Block } from '../model.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'
import { changeInHttp, changeOf, changesInSql, type Change } from './commands/changes.ts'
import { harmIn } from './destruction/judge.ts'
import type { Reading } from './reading.ts'
import type { Rule } from './rule.ts'

/**
 * A block that is said to look only, and changes something: a dry run with `--explore` would execute it. What destroys is
 * refused by a rule of its own.
 */
export const changingRead: Rule = (runbook, reading) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (block.role !== 'read' && block.role !== 'ask') return []
    const told = harmIn(block, reading).map(({ span }) => span.start)
    return changesIn(block, reading)
      .filter(({ start }) => !told.includes(start))
      .map(({ name, does, start, end }) => ({
        code: 'changing-read' as const,
        severity: 'warning' as const,
        path: runbook.path,
        message: `\`${name}\` ${does}, but a block with the role \`${block.role}\` only looks`,
        span: spanInSource(block, start, end),
        label: 'a dry run with `--explore` would do this',
        help: 'give the block the role `action`, or move this command into a block that has it',
      }))
  })

type Placed = Change & { readonly start: number; readonly end: number }

function changesIn(block: Block, reading: Reading): Placed[] {
  if (block.language === 'sql') return changesInSql(block.script)
  if (block.language === 'http') return [changeInHttp(block.script) ?? []].flat()
  if (!isShell(block)) return []
  return reading.started(block.script).flatMap(({ command }) => {
    const change = changeOf(command)
    return change ? [{ ...change, ...command.span }] : []
  })
}
