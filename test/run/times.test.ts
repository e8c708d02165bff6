import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileMachine } from '../../engine/machine/index.ts'
import type { Place } from '../../engine/machine/types.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { Stays } from '../../engine/run/stays.ts'
import { Times, type Due } from '../../engine/run/times.ts'

const look = '```bash read\ntrue\n```\n'
const text = `---
id: TIM-001
escalate:
  - { after: 10m, to: Lead }
  - { after: 1h, to: CTO }
---

# Times

**Every 30m** Post an update.

## Phase

**Within 15m** Somebody is in command.

**After 5m** Ask for help.

### One

${look}
### Two

**Every 1m** Look again.

${look}
## Later

${look}`

const { runbook } = parseRunbook({ path: 'a.md', text })
const machine = compileMachine(new Map([['a.md', runbook]]), 'a.md')
const start = Date.parse('2026-11-22T06:00:00.000Z')
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
const place = (section: string): Place => ({ frame: 0, runbook: 'a.md', section })

function times(): Times {
  const clock = new Times(machine, at(0))
  clock.moved([place('one')], at(0))
  return clock
}

const said = (dues: readonly Due[]) =>
  dues.map(({ of, id, index, due }) => [of, id ?? '', index, due.slice(11, 16)])

/** Shows what is due, as the run does. */
function show(clock: Times, minutes: number): unknown[] {
  const dues = clock.dues(at(minutes))
  for (const due of dues) clock.noted({ type: 'reminded', at: at(minutes), ...due })
  return said(dues)
}

describe('what goes by the clock', () => {
  test('is due at its time and not before, each counted from the entering of what it stands in', () => {
    const clock = times()
    expect(show(clock, 4.9)).toEqual([])
    expect(show(clock, 5)).toEqual([['phase', 'phase', 0, '06:05']])
    clock.moved([place('two')], at(6))
    expect(show(clock, 7)).toEqual([['section', 'two', 0, '06:07']])
    expect(show(clock, 7.5)).toEqual([])
    clock.moved([place('later')], at(8))
    expect(show(clock, 10)).toEqual([['level', '', 0, '06:10']])
    expect(show(clock, 30)).toEqual([['run', '', 0, '06:30']])
    clock.moved([place('two')], at(31))
    expect(show(clock, 36)).toEqual([
      ['phase', 'phase', 0, '06:36'],
      ['section', 'two', 0, '06:36'],
    ])
  })

  test('is told once, and only the last time, when several came while nobody had the run', () => {
    const clock = times()
    clock.moved([place('two')], at(0))
    expect(show(clock, 100.5)).toEqual([
      ['run', '', 0, '07:30'],
      ['phase', 'phase', 0, '06:05'],
      ['section', 'two', 0, '07:40'],
      ['level', '', 0, '06:10'],
      ['level', '', 1, '07:00'],
    ])
    expect(show(clock, 100.6)).toEqual([])
  })

  test('however often it is looked at, nothing is shown twice and nothing is lost for good', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 40 }), (steps) => {
        const clock = times()
        clock.moved([place('two')], at(0))
        let now = 0
        const shown: string[] = []
        for (const step of steps) {
          now += step
          shown.push(...show(clock, now).map((one) => JSON.stringify(one)))
        }
        expect(new Set(shown).size).toBe(shown.length)
        expect(shown.some((one) => one.startsWith('["phase"'))).toBe(now >= 5)
        expect(shown.some((one) => one.startsWith('["level","",1'))).toBe(now >= 60)
      }),
      { numRuns: 100 },
    )
  })

  test('a time box is open as long as the run stands in it, with its beginning', () => {
    const clock = times()
    clock.moved([place('two')], at(3))
    expect(clock.boxes).toMatchObject([{ of: 'phase', title: 'Phase', since: at(0), box: { time: 900_000 } }])
    clock.moved([place('later')], at(4))
    expect(clock.boxes).toEqual([])
  })

  test('a level asks who was told until somebody says', () => {
    const clock = times()
    show(clock, 11)
    expect(clock.untold.map(({ level }) => level.to)).toEqual(['Lead'])
    clock.noted({ type: 'notified', at: at(12), level: 0, to: 'Lead', person: 'Anna' })
    expect(clock.untold).toEqual([])
  })

  test('a stay that is left and entered again is another one; a called runbook keeps its caller where it is', () => {
    const stays = new Stays()
    stays.moved(machine, [place('one')], at(0))
    stays.moved(machine, [place('one'), { frame: 1, runbook: 'a.md', section: 'later' }], at(1))
    stays.moved(machine, [place('later')], at(2))
    stays.moved(machine, [place('one')], at(3))
    stays.moved(machine, [], at(4))
    const ofPhase = stays.all.filter(({ of }) => of === 'phase')
    expect(ofPhase.map(({ since, until }) => [since, until])).toEqual([
      [at(0), at(2)],
      [at(3), at(4)],
    ])
  })
})
