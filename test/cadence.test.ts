import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cadenceForms, dueAfter, dueBefore, parseCadence } from '../engine/cadence.ts'

/** Wall clocks of the places where this runs differ; the figures below are of one without summer time. */
process.env.TZ = 'UTC'

const local = (text: string) => new Date(text).getTime()
const shown = (at: number) => {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** A Wednesday. */
const now = local('2026-11-25T10:30:00')

test.each([
  ['hourly 15', '2026-11-25T10:15', '2026-11-25T11:15'],
  ['hourly 45', '2026-11-25T09:45', '2026-11-25T10:45'],
  ['daily 02:00', '2026-11-25T02:00', '2026-11-26T02:00'],
  ['daily 23:59', '2026-11-24T23:59', '2026-11-25T23:59'],
  ['weekly sun 03:00', '2026-11-22T03:00', '2026-11-29T03:00'],
  ['weekly wed 10:30', '2026-11-25T10:30', '2026-12-02T10:30'],
  ['weekly sat 00:00', '2026-11-21T00:00', '2026-11-28T00:00'],
  ['monthly 1 04:00', '2026-11-01T04:00', '2026-12-01T04:00'],
  ['monthly 28 04:00', '2026-10-28T04:00', '2026-11-28T04:00'],
  ['quarterly 1 04:00', '2026-10-01T04:00', '2027-01-01T04:00'],
  ['yearly jan 1 04:00', '2026-01-01T04:00', '2027-01-01T04:00'],
  ['yearly dec 24 04:00', '2025-12-24T04:00', '2026-12-24T04:00'],
])('%s was due at %s and is due at %s', (text, before, after) => {
  const cadence = parseCadence(text)
  if (cadence === undefined) throw new Error('not read')
  expect([shown(dueBefore(cadence, now)), shown(dueAfter(cadence, now))]).toEqual([before, after])
})

test.each([
  'daily',
  'daily 24:00',
  'daily 2:00',
  'weekly 03:00',
  'monthly 29 04:00',
  'hourly 60',
  'fortnightly 02:00',
])('%s is none', (text) => expect(parseCadence(text)).toBeUndefined())

test('between what was due and what is due next nothing else is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...cadenceForms), fc.integer({ min: 0, max: 2e12 }), (form, at) => {
      const cadence = parseCadence(form)
      if (cadence === undefined) throw new Error('not read')
      const [last, next] = [dueBefore(cadence, at), dueAfter(cadence, at)]
      expect(last).toBeLessThanOrEqual(at)
      expect(next).toBeGreaterThan(at)
      expect(dueBefore(cadence, next - 1)).toBe(last)
      expect(dueAfter(cadence, last)).toBe(next)
      expect(dueBefore(cadence, at, 1)).toBe(dueBefore(cadence, last - 1))
    }),
  )
})
