import { expect, it } from 'vitest'
import type { Frontmatter, Runbook } from '../../engine/model.ts'
import type { Notice } from '../../engine/run/notices.ts'
import type { RunView } from '../../engine/run/performer.ts'
import { elapsedText, remindersDue } from '../../renderers/terminal/lines/clock.ts'
import { nothingYet, take } from '../../renderers/terminal/model/run-screen.ts'

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
const full: Frontmatter = { ...plain, mttr: 10 * minute }

/** What is said at each of these moments, when it is asked at each. */
function said(frontmatter: Frontmatter, ...moments: readonly number[]): string[][] {
  return moments.map((moment, index) => remindersDue(frontmatter, moments[index - 1] ?? -1, moment))
}

/** The moment this many milliseconds after the start. */
function after(milliseconds: number): number {
  return Date.parse(start) + milliseconds
}

it('says each part of the target once, at its moment and not before', () => {
  const m = minute
  expect(said(full, 0, 5 * m - 1, 5 * m, 6 * m, 10 * m, 99 * m)).toEqual([
    [],
    [],
    ['half of the target time of 10 min is used'],
    [],
    ['the target time of 10 min is used up'],
    [],
  ])
  expect(said(full, 12 * minute)).toEqual([['the target time of 10 min is used up']])
  expect(said(plain, 999 * minute)).toEqual([[]])
})

it('says to a watcher what was due when it happened, and not what is due at the moment of looking', () => {
  const view = { startedAt: start, events: [] } as unknown as RunView
  const notice = { kind: 'started', view, runbook: { frontmatter: full } as Runbook, resumed: false } as const
  const kinds = (told: Notice) => take(nothingYet, told, after(12 * minute)).entries.map(({ kind }) => kind)
  expect(kinds(notice)).toEqual(['header', 'time'])
  expect(kinds({ ...notice, watched: true })).toEqual(['header'])
})

it('tells the time, against the target when there is one', () => {
  expect(elapsedText(start, plain, after(4 * minute))).toBe('4 min')
  expect(elapsedText(start, full, after(4 * minute))).toBe('4 min of 10 min')
})
