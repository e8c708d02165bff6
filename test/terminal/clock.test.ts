import { expect, it } from 'vitest'
import type { Frontmatter } from '../../engine/model.ts'
import { elapsedText, remindersDue } from '../../renderers/terminal/lines/clock.ts'

const start = '2026-11-22T06:00:00.000Z'
const minute = 60_000
const plain: Frontmatter = {
  id: 'CLK-001',
  alerts: [],
  symptoms: [],
  inputs: {},
  requires: [],
  escalate: [],
  logs: [],
}
const full: Frontmatter = {
  ...plain,
  mttr: 10 * minute,
  escalate: [{ after: 15 * minute, to: 'Orders lead' }],
}

/** What is said at each of these moments, when it is asked at each. */
function said(frontmatter: Frontmatter, ...moments: readonly number[]): string[][] {
  return moments.map((moment, index) => remindersDue(frontmatter, moments[index - 1] ?? -1, moment))
}

/** The moment this many milliseconds after the start. */
function after(milliseconds: number): number {
  return Date.parse(start) + milliseconds
}

it('says each reminder once, at its moment and not before', () => {
  const m = minute
  expect(said(full, 0, 5 * m - 1, 5 * m, 6 * m, 10 * m, 15 * m - 1, 15 * m, 99 * m)).toEqual([
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
  expect(said(full, 12 * minute)).toEqual([['the target time of 10 min is used up']])
  expect(said(full, 20 * minute)).toEqual([
    ['the target time of 10 min is used up', '15 min have passed: time to escalate to Orders lead'],
  ])
})

it('says the escalation alone when half of the target passed with it', () => {
  const early: Frontmatter = { ...plain, mttr: 60 * minute, escalate: [{ after: 31 * minute, to: 'Lead' }] }
  expect(said(early, 40 * minute)).toEqual([['31 min have passed: time to escalate to Lead']])
})

it('spells out what a name must not do to a terminal', () => {
  const hostile: Frontmatter = { ...plain, escalate: [{ after: minute, to: 'A\u001b[2JB' }] }
  expect(said(hostile, minute)).toEqual([['1 min have passed: time to escalate to A\\u{1b}[2JB']])
})

it('reminds of nothing without a target, nor of an escalation without a time', () => {
  expect(said(plain, 999 * minute)).toEqual([[]])
  expect(said({ ...plain, escalate: [{ to: 'Lead' }] }, 999 * minute)).toEqual([[]])
})

it('tells the time, against the target when there is one', () => {
  expect(elapsedText(start, plain, after(4 * minute))).toBe('4 min')
  expect(elapsedText(start, full, after(4 * minute))).toBe('4 min of 10 min')
})
