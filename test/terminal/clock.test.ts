import { expect, it } from 'vitest'
import type { Frontmatter } from '../../engine/model.ts'
import { RunClock } from '../../renderers/terminal/lines/clock.ts'

const start = '2026-11-22T06:00:00.000Z'
const minute = 60_000
const plain: Frontmatter = { id: 'CLK-001', alerts: [], symptoms: [], inputs: {}, requires: [] }
const full: Frontmatter = { ...plain, mttr: 10 * minute, escalate: { after: 15 * minute, to: 'Orders lead' } }

/** The moment this many milliseconds after the start. */
function after(milliseconds: number): number {
  return Date.parse(start) + milliseconds
}

it('says each reminder once, at its moment and not before', () => {
  const clock = new RunClock(start, full)
  const said = [
    0,
    5 * minute - 1,
    5 * minute,
    6 * minute,
    10 * minute,
    15 * minute - 1,
    15 * minute,
    99 * minute,
  ]
  expect(said.map((moment) => clock.reminders(after(moment)))).toEqual([
    [],
    [],
    ['half of the target time of 10 min is used'],
    [],
    ['the target time of 10 min is used up'],
    [],
    ['15 min have passed: time to escalate to Orders lead'],
    [],
  ])
})

it('says the later of two targets that passed at once, and the escalation besides', () => {
  expect(new RunClock(start, full).reminders(after(12 * minute))).toEqual([
    'the target time of 10 min is used up',
  ])
  expect(new RunClock(start, full).reminders(after(20 * minute))).toEqual([
    'the target time of 10 min is used up',
    '15 min have passed: time to escalate to Orders lead',
  ])
})

it('says the escalation alone when half of the target passed with it', () => {
  const early: Frontmatter = { ...plain, mttr: 60 * minute, escalate: { after: 31 * minute, to: 'Lead' } }
  expect(new RunClock(start, early).reminders(after(40 * minute))).toEqual([
    '31 min have passed: time to escalate to Lead',
  ])
})

it('spells out what a name must not do to a terminal', () => {
  const clock = new RunClock(start, { ...plain, escalate: { after: minute, to: 'A\u001b[2JB' } })
  expect(clock.reminders(after(minute))).toEqual(['1 min have passed: time to escalate to A\\u{1b}[2JB'])
})

it('reminds of nothing without a target, nor of an escalation without a time', () => {
  expect(new RunClock(start, plain).reminders(after(999 * minute))).toEqual([])
  expect(new RunClock(start, { ...plain, escalate: { to: 'Lead' } }).reminders(after(999 * minute))).toEqual(
    [],
  )
})

it('tells the time, against the target when there is one', () => {
  expect(new RunClock(start, plain).elapsed(after(4 * minute))).toBe('4 min')
  expect(new RunClock(start, full).elapsed(after(4 * minute))).toBe('4 min of 10 min')
})
