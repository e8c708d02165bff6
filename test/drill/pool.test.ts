import fc from 'fast-check'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { inTurn, type Job } from '../../engine/drill/pool.ts'

const never = new AbortController().signal

it('does every job once, at most so many at a time, and those that collide one after the other', () => {
  const plan = fc.record({
    width: fc.integer({ min: 1, max: 4 }),
    names: fc.array(fc.option(fc.constantFrom('a', 'b'), { nil: undefined }), { maxLength: 12 }),
  })
  const holds = fc.asyncProperty(plan, async ({ width, names }) => {
    const going: (string | undefined)[] = []
    const seen = { most: 0, collided: false }
    const jobs = names.map((alone, index): Job<number> => ({
      ...(alone === undefined ? {} : { alone }),
      work: async () => {
        seen.collided ||= alone !== undefined && going.includes(alone)
        going.push(alone)
        seen.most = Math.max(seen.most, going.length)
        await sleep(index % 2)
        going.splice(going.indexOf(alone), 1)
        return index
      },
    }))
    const results = await inTurn(jobs, width, never)
    expect(results).toEqual(names.map((_, index) => index))
    expect(seen.collided).toBe(false)
    expect(seen.most).toBeLessThanOrEqual(width)
  })
  return fc.assert(holds, { numRuns: 60 })
})

it('begins nothing more once it was told to end, and gives what was done', async () => {
  const controller = new AbortController()
  const jobs = [1, 2, 3].map((number): Job<number> => ({
    work: () => {
      if (number === 2) controller.abort()
      return Promise.resolve(number)
    },
  }))
  expect(await inTurn(jobs, 1, controller.signal)).toEqual([1, 2])
})
