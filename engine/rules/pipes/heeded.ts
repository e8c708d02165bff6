import type { AndOr, Pipeline, Script, SyntaxNode } from 'unbash'
import type { WalkTree } from '../shell/commands.ts'

/** Whose failure counts: of the last statement of a script, and of those before it. */
export interface Heed {
  readonly last: boolean
  readonly others: boolean
}

/**
 * Pipelines of a script whose failure makes a difference: it ends the script, fails the block, or takes another branch. That of
 * a pipeline before `|| true`, in the background, or in a `$(…)` among the words of a command makes none.
 */
export function heededPipelines(script: Script, heed: Heed, walk: WalkTree): Pipeline[] {
  const found: Pipeline[] = []
  const visit = (node: SyntaxNode, heeded: boolean): void => {
    if (node.type === 'Pipeline' && (heeded || isNegated(node))) found.push(node)
    if (node.type === 'Script')
      return node.source === undefined ? visitAll(node, lastOnly(heeded)) : undefined
    walk(node, (child) => visit(child, isHeeded(node, child, heeded)))
  }
  const visitAll = ({ commands }: Script, { last, others }: Heed): void =>
    commands.forEach((statement, at) => visit(statement, at === commands.length - 1 ? last : others))
  visitAll(script, heed)
  return found
}

/** The shell of a `$(…)` goes on after a failure, so that only its last statement counts. */
const lastOnly = (last: boolean): Heed => ({ last, others: false })

const isNegated = ({ prefixes }: Pipeline): boolean => prefixes.some(({ type }) => type === 'Negation')

function isHeeded(node: SyntaxNode, child: SyntaxNode, heeded: boolean): boolean {
  if (node.type === 'Statement') return heeded && node.background !== true
  if (node.type === 'AndOr') return isHeededInList(node, child, heeded)
  if (node.type === 'If' || node.type === 'Elif' || node.type === 'While')
    return heeded || child === node.clause
  if (node.type === 'Command') return heeded && node.name === undefined
  return heeded
}

/** All but the last decide what comes next, unless nothing does: `|| true`. */
function isHeededInList({ commands, operators }: AndOr, child: SyntaxNode, heeded: boolean): boolean {
  const at = commands.findIndex((one) => one === child)
  const next = commands[at + 1]
  if (next === undefined) return heeded
  return operators[at] !== '||' || !isNothing(next)
}

const isNothing = (node: AndOr['commands'][number]): boolean =>
  node.type === 'Command' && /^(?:true|:)$/.test(node.name?.value ?? '')
