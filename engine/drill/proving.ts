import { setTimeout as sleep } from 'node:timers/promises'
import { acted } from './decisive.ts'
import type { Went } from './expected.ts'
import type { Probe } from './probe.ts'
import type { Stage } from './stage.ts'
import type { Work } from './follow.ts'
import type { DrillDoors, Problem } from './types.ts'
import type { Drill } from '../parse/drill.ts'

/** How long a fault may take to show that it is gone, in milliseconds: services look at themselves now and then. */
const patience = 5000
const shortPatience = 1500
const glance = 200

/** The fault is really there, and what the runbook is to bring about does not hold yet. */
export async function beforehand(work: Pick<Work, 'drill' | 'stage'>, probe: Probe): Promise<Problem[]> {
  const { drill, stage } = work
  const { fault, before, after, proves, places, expect } = drill
  if (fault !== undefined && !(await stage.faultShows()))
    return [{ message: `the lab does not show the fault \`${fault}\``, notes: [] }]
  const failed = before === undefined ? undefined : await probe.failing(before, drill.limit)
  const message = 'what must hold before does not: the fault is not there'
  if (failed !== undefined) return [{ message, notes: [], failed }]
  if (after === undefined || expect.fails !== undefined) return []
  const missing = await probe.failing(after, 0)
  const span = places.get('after')?.key
  if (proves === 'recovery' && missing === undefined) {
    const sentence = 'this drill proves nothing: `after` holds before the runbook ran'
    const note = 'let `after` ask for what only the runbook brings about'
    return [{ message: sentence, notes: [note], ...(span && { span }) }]
  }
  if (proves === 'path' && missing !== undefined)
    return [
      { message: '`after` does not hold before a runbook that changes nothing', notes: [], failed: missing },
    ]
  return []
}

/** What the runbook was to bring about: the fault is gone, and what must hold afterwards does. */
export async function afterwards(
  { drill, stage, doors }: Work,
  went: Went,
  probe: Probe,
): Promise<Problem[]> {
  return [
    ...changedUnproven(drill, went),
    ...(await unrecovered(drill, stage, doors)),
    ...(await unheld(drill, doors, probe)),
  ]
}

/** A runbook that acted has to say what it brought about: its path alone proves nothing. */
function changedUnproven({ proves, places }: Drill, { events, runbooks }: Went): Problem[] {
  const section = proves === 'path' ? acted(events, runbooks)[0] : undefined
  if (section === undefined) return []
  const span = places.get('proves')?.value
  const message = `the runbook acted in \`${section.section}\`, and this drill proves only its path`
  return [
    {
      message,
      notes: ['delete `proves: path`, and say in `after` what must hold then'],
      ...(span && { span }),
    },
  ]
}

async function unrecovered(
  { fault, expect, places }: Drill,
  stage: Stage,
  { signal, hurried }: DrillDoors,
): Promise<Problem[]> {
  const wanted = expect.fault ?? (expect.result === 'resolved' ? 'gone' : undefined)
  if (fault === undefined || wanted === undefined) return []
  const deadline = Date.now() + (wanted === 'there' ? 0 : hurried === true ? shortPatience : patience)
  let shows = await stage.faultShows()
  while (shows && Date.now() < deadline && !signal.aborted) {
    await sleep(glance)
    shows = await stage.faultShows()
  }
  if (shows === (wanted === 'there')) return []
  const span = (places.get('expect.fault') ?? places.get('fault'))?.value
  const message = shows
    ? `the fault \`${fault}\` is still there`
    : `the fault \`${fault}\` is gone, expected it to stay`
  return [{ message, notes: [], ...(span && { span }) }]
}

async function unheld(drill: Drill, doors: DrillDoors, probe: Probe): Promise<Problem[]> {
  const { after, limit } = drill
  const longest = doors.hurried === true ? shortPatience : limit
  const failed = after === undefined ? undefined : await probe.failing(after, longest)
  return failed === undefined ? [] : [{ message: 'what must hold afterwards does not', notes: [], failed }]
}
