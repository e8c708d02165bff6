import type { SyntaxNode, While } from 'unbash'
import type { Block } from '../model.ts'
import type { Span } from '../source.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'
import { endlessName } from './commands/endless.ts'
import type { Reading } from './reading.ts'
import type { Rule } from './rule.ts'

/** A command that never ends by itself, in a block whose role waits for an end. */
export const endlessCommand: Rule = (runbook, reading) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (!isShell(block) || block.role === 'follow') return []
    return [...endlessCommands(block, reading), ...endlessLoops(block, reading)].map(({ name, span }) => ({
      code: 'endless-command' as const,
      severity: 'warning' as const,
      path: runbook.path,
      message: `\`${name}\` does not end by itself, and a block with the role \`${block.role}\` waits for its end`,
      span: spanInSource(block, span.start, span.end),
      label: 'the run would stand here until the time is out',
      help: 'give the block the role `follow` and a `timeout`, or let the command end: `timeout 30`, a count',
    }))
  })

interface Endless {
  readonly name: string
  readonly span: Span
}

function endlessCommands(block: Block, reading: Reading): Endless[] {
  return reading.started(block.script).flatMap((started) => {
    const name = endlessName(started)
    return name === undefined ? [] : [{ name, span: started.command.span }]
  })
}

/** `while true` and its likes, without anything inside that leaves it. */
function endlessLoops(block: Block, reading: Reading): Endless[] {
  const found: Endless[] = []
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Statement' && node.background) return
    if (node.type === 'While' && isEndless(node, block.script))
      found.push({
        name: `${node.kind} ${clauseOf(node, block.script)}`,
        span: { start: node.pos, end: node.clause.end },
      })
    else reading.walk(node, visit)
  }
  if (/\b(?:while|until)\b/.test(block.script)) visit(reading.shell(block.script).tree)
  return found
}

const clauseOf = ({ clause }: While, script: string): string =>
  script.slice(clause.pos, clause.end).replace(/[;\s]+$/, '')

function isEndless(loop: While, script: string): boolean {
  const always = loop.kind === 'while' ? /^(?:true|:|\[ 1 \]|\(\( ?1 ?\)\))$/ : /^false$/
  return (
    always.test(clauseOf(loop, script)) &&
    !/\b(?:break|exit|return|exec)\b/.test(script.slice(loop.body.pos, loop.body.end))
  )
}
