import { jsonText } from '../../../renderers/json.ts'
import { dueAfter, dueBefore, parseCadence } from '../../cadence.ts'
import { listRuns, type ListedRun } from '../../run/store.ts'
import { exit, type Exit } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { table } from '../table.ts'
import { openWorkbench } from '../workbench.ts'

/** A runbook with a cadence, and how it stands. Instants are ISO. */
export interface DueRunbook {
  readonly id: string
  readonly title: string
  readonly path: string
  readonly cadence: string
  /** `overdue`: a second time has come since the one at which it was due. */
  readonly state: 'overdue' | 'due' | 'done'
  /** When it was due; of one that is done, when it is due next. */
  readonly due: string
  /** When the last run that ended `resolved` began; nothing when there is none. */
  readonly lastDone?: string
  readonly lastRun?: string
}

/** Prints what is due and overdue; with `all`, what is done too. Status 1 when anything is due. */
export async function listDue(all: boolean, settings: Settings): Promise<Exit> {
  const entries = await openWorkbench(settings).catalog()
  const runs = listRuns(stateFolder())
  const now = Date.now()
  const found = entries
    .flatMap((entry) =>
      entry.cadence === undefined ? [] : dueOf({ ...entry, cadence: entry.cadence }, runs, now),
    )
    .sort((a, b) => order(a) - order(b) || (a.due < b.due ? -1 : 1))
  const shown = found.filter(({ state }) => all || state !== 'done')
  if (settings.json) process.stdout.write(jsonText(shown))
  else if (shown.length > 0)
    process.stdout.write(table(['STATE', 'ID', 'DUE', 'LAST DONE', 'CADENCE', 'TITLE'], shown.map(row)))
  return shown.some(({ state }) => state !== 'done') ? exit.failed : exit.ok
}

/** How one runbook stands at a moment; nothing when its cadence cannot be read. */
export function dueOf(
  { id, title, path, cadence }: { id: string; title: string; path: string; cadence: string },
  runs: readonly ListedRun[],
  now: number,
): DueRunbook[] {
  const read = parseCadence(cadence)
  if (read === undefined) return []
  const last = runs.find(
    ({ summary }) => summary?.runbook === id && summary.result === 'resolved' && summary.lab === undefined,
  )
  const done = last?.summary === undefined ? undefined : Date.parse(last.summary.startedAt)
  const [latest, earlier] = [dueBefore(read, now), dueBefore(read, now, 1)]
  const state =
    done !== undefined && done >= latest ? 'done' : done !== undefined && done < earlier ? 'overdue' : 'due'
  const due = state === 'done' ? dueAfter(read, now) : done === undefined ? latest : firstAfter(read, done)
  const lastDone = last?.summary === undefined ? {} : { lastDone: last.summary.startedAt, lastRun: last.run }
  return [{ id, title, path, cadence, state, due: new Date(due).toISOString(), ...lastDone }]
}

/** The first time that was missed. */
function firstAfter(cadence: NonNullable<ReturnType<typeof parseCadence>>, done: number): number {
  return dueAfter(cadence, done)
}

function order({ state }: DueRunbook): number {
  return ['overdue', 'due', 'done'].indexOf(state)
}

function row({ state, id, due, lastDone, cadence, title }: DueRunbook): string[] {
  return [state, id, local(due), lastDone === undefined ? 'never' : local(lastDone), cadence, title]
}

/** `2026-11-22 03:00`, on the clock of this machine. */
function local(instant: string): string {
  const at = new Date(instant)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}
