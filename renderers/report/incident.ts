import type { Runbook } from '../../engine/model.ts'
import type { RunReport } from '../../engine/run/report.ts'
import { duration } from '../duration.ts'
import { table, text } from './writing.ts'

/** When it began, was noticed, mitigated and resolved, where anybody or anything said so. */
export function times({ began, mitigatedAt, end, lastAt, measures }: RunReport): string[] {
  const { harmBegan, harmDetected } = began
  if (harmBegan === undefined && harmDetected === undefined && mitigatedAt === undefined) return []
  const rows = [
    ['began', harmBegan, undefined],
    ['detected', harmDetected ?? began.at, measures.detect],
    ['mitigated', mitigatedAt, mitigatedAt === undefined ? undefined : measures.mitigate],
    ['resolved', end?.result === 'resolved' ? lastAt : undefined, measures.resolve],
  ] as const
  return [
    '## Times',
    table(
      ['', 'at (UTC)', 'took'],
      rows.flatMap(([name, at, took]) =>
        at === undefined ? [] : [[name, at, took === undefined ? '' : duration(took)]],
      ),
    ),
    '_Detection is counted from the beginning of the harm, the others from detection._',
  ]
}

/** Every time box, with what it took. */
export function timeBoxes({ boxes, runbook }: RunReport): string[] {
  if (boxes.length === 0) return []
  const rows = boxes.map((one) => [
    text(titleOf(one, runbook)),
    text(one.box.text),
    duration(one.box.time),
    `${duration(one.took)}${one.until === undefined ? ', goes on' : ''}`,
    one.met ? 'met' : `**overrun by ${duration(one.took - one.box.time)}**`,
  ])
  return ['## Time boxes', table(['', 'what', 'within', 'took', ''], rows)]
}

function titleOf(one: { readonly runbook: Runbook; readonly title: string }, started: Runbook): string {
  return one.runbook === started ? one.title : `${one.runbook.frontmatter.id}: ${one.title}`
}

/** Who was told when, and by whom. */
export function whoWasTold({ told }: RunReport): string[] {
  if (told.length === 0) return []
  const rows = told.map(({ at, how, to, person = '', by }) => [
    at.slice(11, 19),
    how,
    text(to),
    text(person),
    text(by),
  ])
  return ['## Who was told', table(['time (UTC)', '', 'level or channel', 'person', 'by'], rows)]
}
