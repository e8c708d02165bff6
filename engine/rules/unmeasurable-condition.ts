import type { Diagnostic } from '../diagnostic.ts'
import type { Block, Condition, Decision, Runbook } from '../model.ts'
import { isShell } from './blocks.ts'
import type { Reading } from './reading.ts'
import type { Rule } from './rule.ts'
import { hiddenFailure } from './verification/can-fail.ts'

/**
 * A branch whose condition is never decided: on the output of silence, on the status of what cannot fail, below
 * **otherwise**.
 */
export const unmeasurableCondition: Rule = (runbook, reading) => [
  ...undecided(runbook, reading),
  ...runbook.sections.flatMap((section) =>
    section.kind === 'decision' ? behindOtherwise(section, runbook) : [],
  ),
]

const undecided: Rule = (runbook, reading) =>
  runbook.sections.flatMap((section) => {
    const ask =
      section.kind === 'decision' && section.ask !== undefined ? section.blocks[section.ask] : undefined
    if (ask === undefined || !isShell(ask)) return []
    return [
      ...onSilence(section as Decision, ask, reading),
      ...onSuccess(section as Decision, ask, reading),
    ].map(({ condition, because, help }) => ({
      code: 'unmeasurable-condition' as const,
      severity: 'warning' as const,
      path: runbook.path,
      message: `nothing decides \`${condition.text}\`: ${because}`,
      span: condition.span,
      label: 'always the same answer',
      related: [{ path: runbook.path, span: ask.roleSpan, label: 'this block was to decide it' }],
      help,
    }))
  })

/** Branches are asked in their order, and **otherwise** holds whenever it is reached. */
function behindOtherwise({ branches }: Decision, { path }: Runbook): Diagnostic[] {
  const at = branches.findIndex(({ condition }) => condition?.kind === 'otherwise')
  const first = at < 0 ? undefined : branches[at]?.condition
  if (first === undefined) return []
  return branches.slice(at + 1).flatMap(({ condition }) =>
    condition === undefined
      ? []
      : [
          {
            code: 'unmeasurable-condition' as const,
            severity: 'warning' as const,
            path,
            message: `nothing decides \`${condition.text}\`: **otherwise** stands above it`,
            span: condition.span,
            label: 'never asked',
            related: [{ path, span: first.span, label: 'this holds before' }],
            help: 'move **otherwise** to the end of the list',
          },
        ],
  )
}

interface Unmeasured {
  readonly condition: Condition
  readonly because: string
  readonly help: string
}

function onSilence(decision: Decision, ask: Block, reading: Reading): Unmeasured[] {
  if (!isSilent(ask, reading)) return []
  return conditionsOf(decision)
    .filter((one) => ['output', 'value', 'json'].includes(one.kind))
    .map((condition) => ({
      condition,
      because: 'the block above prints nothing',
      help: 'let the block print what is to be judged, or write `exit 0` here',
    }))
}

function onSuccess(decision: Decision, ask: Block, reading: Reading): Unmeasured[] {
  const { tree, errors } = reading.shell(ask.script)
  const mode = { exits: true, pipefail: ask.language === 'bash' }
  if (errors.length > 0 || hiddenFailure(tree.commands, mode) === undefined) return []
  return conditionsOf(decision)
    .filter(({ kind }) => kind === 'exit')
    .map((condition) => ({
      condition,
      because: 'the block above always ends with 0',
      help: 'let its failure through, or judge its output: `output contains "…"`',
    }))
}

const conditionsOf = ({ branches }: Decision): Condition[] =>
  branches.flatMap(({ condition }) => (condition ? parts(condition) : []))

function parts(condition: Condition): Condition[] {
  if (condition.kind === 'and') return condition.conditions.flatMap(parts)
  return condition.kind === 'not' ? parts(condition.condition) : [condition]
}

const quiet = /^(?:test|\[|\[\[|cd|set|export|sleep|true|false|:|mkdir|wait|exit|local|shopt|trap)$/

function isSilent(ask: Block, reading: Reading): boolean {
  const { commands } = reading.shell(ask.script)
  return (
    commands.length > 0 &&
    commands.every(({ words, span }) => {
      const name = words[0]?.value ?? ''
      const text = ask.script.slice(span.start, span.end)
      const told = /^(?:grep|egrep|fgrep|zgrep|cmp|diff|systemctl)$/.test(name)
      const hushed = told && words.some(({ value }) => /^-[a-zA-Z]*q|^-s$|^--(?:quiet|silent)$/.test(value))
      return (
        name === '' || quiet.test(name) || hushed || /(?:^|[^2\d])(?:1|&)?>{1,2}\s*\/dev\/null/.test(text)
      )
    })
  )
}
