import type { AndOr, CompoundList, PipelineNode, Pipeline, Statement } from 'unbash'
import type { Span } from '../../source.ts'
import type { ShellMode } from '../shell/mode.ts'

/**
 * Why a list of statements can only end with 0: the place that hides every failure, or nothing when some failure would
 * be seen. Judged as `bash -e` runs it; functions are not looked into and count as able to fail.
 */
export function hiddenFailure(statements: readonly Statement[], mode: ShellMode): Span | undefined {
  const last = statements.at(-1)
  if (last === undefined) return undefined
  const seen = mode.exits ? statements : [last]
  const hidden = seen.map(({ command }) => hiddenIn(command, mode))
  return hidden.every((span) => span !== undefined) ? hidden.at(-1) : undefined
}

function hiddenIn(node: PipelineNode | AndOr, mode: ShellMode): Span | undefined {
  const whole = { start: node.pos, end: node.end }
  switch (node.type) {
    case 'AndOr':
      return hiddenInList(node, mode)
    case 'Pipeline':
      return hiddenInPipeline(node, mode)
    case 'Command':
      return cannotFail(node.name?.value) ? whole : undefined
    case 'If': {
      const branches = [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])]
      return branches.every((branch) => hiddenInBody(branch, mode)) ? whole : undefined
    }
    case 'BraceGroup':
    case 'Subshell':
      return hiddenInBody(node.body, mode)
    default:
      return undefined
  }
}

const hiddenInBody = (body: CompoundList, mode: ShellMode): Span | undefined =>
  hiddenFailure(body.commands, mode)

/** After the last `||` nothing else counts: `check || true`, `check && echo ok || echo bad`. */
function hiddenInList({ commands, operators }: AndOr, mode: ShellMode): Span | undefined {
  const last = commands.at(-1)
  const hidden = last && hiddenIn(last, mode)
  if (last === undefined || hidden === undefined) return undefined
  if (operators.every((operator) => operator === '&&'))
    return commands.every((command) => hiddenIn(command, mode)) ? hidden : undefined
  return operators.at(-1) === '||' ? { start: last.pos, end: last.end } : undefined
}

/** Programs that print or pass on what they are given and never say that it was nothing. */
const passingOn = /^(?:tee|cat|head|tail|wc|sort|uniq|sed|awk|tr|cut|column|jq|nl|tac|rev|fold|less|xargs)$/

function hiddenInPipeline({ commands, prefixes }: Pipeline, mode: ShellMode): Span | undefined {
  const last = commands.at(-1)
  if (last === undefined || prefixes.some(({ type }) => type === 'Negation')) return undefined
  if (mode.pipefail)
    return commands.every((command) => hiddenIn(command, mode)) ? hiddenIn(last, mode) : undefined
  const passes =
    last.type === 'Command' &&
    passingOn.test(last.name?.value ?? '') &&
    !isJudging(last.args.map(({ text }) => text))
  return passes ? { start: last.pos, end: last.end } : hiddenIn(last, mode)
}

/** `jq -e` and `awk '… exit 1'` do judge. */
const isJudging = (words: readonly string[]): boolean =>
  words.some((word) => /^-\w*e\w*$|--exit-status|\bexit\b/.test(word))

const cannotFail = (name: string | undefined): boolean => /^(?:true|:|echo|printf)$/.test(name ?? '')
