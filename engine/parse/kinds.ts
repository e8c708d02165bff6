import type { Section } from '../model.ts'
import type { Span } from '../source.ts'
import type { Contents, EdgePlace } from './contents.ts'
import type { Findings } from './findings.ts'
import { acting } from './roles.ts'
import { firstLine } from './survey.ts'

export type Kind = Section['kind']

/** Which kind of node a section is; nothing when it holds nothing to do. */
export function kindOf(contents: Contents): Kind | undefined {
  const { blocks, branches, tasks, action, broken } = contents
  if (branches.length > 0 || blocks.some(({ role }) => role === 'ask')) return 'decision'
  if (runOf(contents) !== undefined) return 'call'
  if (tasks.length > 0) return 'checklist'
  if (blocks.some(({ role }) => role !== 'verify' && role !== 'rollback')) return 'step'
  if (action !== undefined) return 'manual'
  return blocks.length > 0 || broken.length > 0 ? 'step' : undefined
}

/** The **Run** of a section. */
export function runOf(contents: Contents): EdgePlace | undefined {
  return contents.edges.find(({ word }) => word === 'Run')
}

/** Finds what a section of this kind must not hold. */
export function checkMixed(kind: Kind, contents: Contents, source: string, findings: Findings): void {
  const main = mainPlace(kind, contents)
  for (const { span, what } of strangers(kind, contents)) {
    findings.add('mixed-section', firstLine(span, source), `${what} in ${kindNames[kind]}`, {
      help: 'move it under a heading of its own',
      ...(main === undefined
        ? {}
        : {
            related: [
              {
                path: findings.path,
                span: firstLine(main, source),
                label: `${kindNames[kind]} because of this`,
              },
            ],
          }),
    })
  }
}

const kindNames: Readonly<Record<Kind, string>> = {
  step: 'a step',
  decision: 'a decision',
  checklist: 'a checklist',
  manual: 'a manual step',
  call: 'a call',
}

interface Stranger {
  readonly span: Span
  readonly what: string
}

function strangers(kind: Kind, contents: Contents): Stranger[] {
  const { blocks, branches, tasks, edges } = contents
  const asks = blocks.filter(({ role }) => role === 'ask')
  const others = blocks.filter(({ role }) => role !== 'ask' && role !== 'read')
  const runs = edges.filter(({ word }) => word === 'Run')
  const found: Stranger[] = []
  if (kind === 'decision') {
    found.push(...others.map(({ span, role }) => ({ span, what: `a block with the role \`${role}\`` })))
    found.push(...asks.slice(1).map(({ span }) => ({ span, what: 'a second `ask` block' })))
    found.push(...branches.slice(1).map(({ span }) => ({ span, what: 'a second list of branches' })))
    found.push(
      ...edges
        .filter(({ word }) => word !== 'If it fails')
        .map(({ span, word }) => ({ span, what: `**${word}**` })),
    )
  }
  if (kind === 'call') found.push(...runs.slice(1).map(({ span }) => ({ span, what: 'a second **Run**' })))
  if (kind === 'call' || kind === 'checklist') {
    found.push(...blocks.map(({ span, role }) => ({ span, what: `a block with the role \`${role}\`` })))
  }
  if (kind === 'decision' || kind === 'call')
    found.push(...tasks.map(({ span }) => ({ span, what: 'a task list' })))
  return found
}

function mainPlace(kind: Kind, contents: Contents): Span | undefined {
  if (kind === 'decision')
    return contents.branches[0]?.span ?? contents.blocks.find(({ role }) => role === 'ask')?.span
  if (kind === 'call') return runOf(contents)?.span
  return kind === 'checklist' ? contents.tasks[0]?.span : undefined
}

/** Finds alerts that ask nothing: nothing acts between them and the next alert, or the end of the section. */
export function checkGates(
  kind: Kind | undefined,
  contents: Contents,
  source: string,
  findings: Findings,
): void {
  const tasks = kind === 'manual' || kind === 'call' || kind === 'checklist'
  const last = contents.gates.findLastIndex(({ asks }) => asks !== 'nothing' && asks !== 'post')
  contents.gates.forEach(({ asks, span, onlyIf }, index) => {
    const acts = contents.blocks.some(({ gate, role }) => gate === index && acting.includes(role))
    const covers = acts || (tasks && (index === last || onlyIf.length === 0))
    if (asks === 'nothing' || asks === 'post' || covers || contents.broken.length > 0) return
    findings.add('misplaced-alert', firstLine(span, source), 'nothing below this alert asks before it acts', {
      severity: onlyIf.length > 0 ? 'error' : 'warning',
      help: 'put it above the block that it warns of, or write `[!NOTE]` when it only informs',
    })
  })
}

/**
 * Finds checks with `first` above the action that they spare. They are tried before it wherever they stand, and again in
 * their place: there nothing has acted yet, and they would fail.
 */
export function checkFirst({ blocks }: Contents, source: string, findings: Findings): void {
  const act = blocks.find(({ role }) => role === 'action' || role === 'write' || role === 'edit')
  if (act === undefined) return
  for (const { optionSpans, roleSpan } of blocks.slice(0, act.index).filter(({ options }) => options.first)) {
    const span = optionSpans.get('first') ?? roleSpan
    findings.add('misplaced-block', span, 'this check proves an action that stands below it', {
      help: 'move it below the action: with `first` it is tried before it all the same',
      related: [{ path: findings.path, span: firstLine(act.span, source), label: 'the action' }],
    })
  }
}
