import type { RunEvent } from '../machine/types.ts'
import type { Runbook, TimeBox } from '../model.ts'
import type { Measures } from '../stats.ts'
import type { RunReport } from './report.ts'
import type { Stay } from './stays.ts'

/** A time box, and how long what stands in it took. */
export interface BoxReport {
  readonly of: 'phase' | 'section'
  readonly runbook: Runbook
  readonly title: string
  readonly box: TimeBox
  /** ISO instants; without `until` the run still stands in it. */
  readonly since: string
  readonly until?: string
  /** Milliseconds, up to the last record of a run that goes on. */
  readonly took: number
  readonly met: boolean
}

/** Somebody who was told of the incident, or to whom it was handed. */
export interface Told {
  readonly at: string
  readonly how: 'told' | 'escalated' | 'posted'
  /** The level, or the input with the address. */
  readonly to: string
  readonly person?: string
  readonly by: string
}

/** Every time box of a run, in the order in which they were entered. */
export function boxesOf(
  stays: readonly Stay[],
  runbooks: ReadonlyMap<string, Runbook>,
  lastAt: string,
): BoxReport[] {
  return stays
    .flatMap(({ of, runbook: path, id, since, until }): BoxReport[] => {
      const runbook = runbooks.get(path)
      if (of === 'run' || runbook === undefined) return []
      const holders = of === 'phase' ? runbook.phases : runbook.sections
      const holder = holders.find((one) => one.id === id)
      if (holder?.timeBox === undefined) return []
      const took = Date.parse(until ?? lastAt) - Date.parse(since)
      const box = holder.timeBox
      const ended = until === undefined ? {} : { until }
      return [{ of, runbook, title: holder.title, box, since, ...ended, took, met: took <= box.time }]
    })
    .sort((a, b) => (a.since < b.since ? -1 : 1))
}

/** When the first section that is marked **Mitigated** was done; nothing when none was. */
export function mitigatedAt(
  stays: readonly Stay[],
  events: readonly RunEvent[],
  runbooks: ReadonlyMap<string, Runbook>,
): string | undefined {
  const instants = stays.flatMap(({ of, frame, runbook, id, until }) => {
    const section =
      of === 'section' ? runbooks.get(runbook)?.sections.find((one) => one.id === id) : undefined
    if (section?.mitigates !== true || until === undefined) return []
    const last = events.findLast(
      (event) => 'section' in event && event.frame === frame && event.section === id && event.at <= until,
    )
    const gaveUp = last === undefined || (last.type === 'recovered' && last.choice !== 'skip')
    return gaveUp ? [] : [until]
  })
  return instants.sort()[0]
}

/** Who was told and when, oldest first. */
export function toldIn({ timeline, end, lastAt }: Pick<RunReport, 'timeline' | 'end' | 'lastAt'>): Told[] {
  const told = timeline.flatMap(({ at, who: by, fact, block }): Told[] => {
    if (fact.type === 'notified') return [{ at, how: 'told', to: fact.to, person: fact.person, by }]
    if (fact.type === 'recovered' && fact.choice === 'escalate') {
      const person = fact.person === undefined ? {} : { person: fact.person }
      return [{ at, how: 'escalated', to: fact.to ?? '', ...person, by }]
    }
    const posted = fact.type === 'attempted' && fact.verdict.held ? block?.options.post : undefined
    return posted === undefined ? [] : [{ at, how: 'posted', to: posted, by }]
  })
  const handed = end?.result === 'escalated' && !told.some(({ how }) => how === 'escalated')
  return handed ? [...told, { at: lastAt, how: 'escalated', to: end.to ?? '', by: 'the runbook' }] : told
}

/** How long it took to notice, to mitigate and to resolve, as far as it is known. */
export function measuresOf(report: Pick<RunReport, 'began' | 'end' | 'lastAt' | 'mitigatedAt'>): Measures {
  const { began, end, lastAt, mitigatedAt: mitigated } = report
  const detected = Date.parse(began.harmDetected ?? began.at)
  const resolved = end?.result === 'resolved' ? Date.parse(lastAt) - detected : undefined
  const until = mitigated === undefined ? resolved : Date.parse(mitigated) - detected
  return {
    ...(began.harmBegan === undefined ? {} : { detect: detected - Date.parse(began.harmBegan) }),
    ...(until === undefined ? {} : { mitigate: until }),
    ...(resolved === undefined ? {} : { resolve: resolved }),
  }
}
