import { describe, expect, test } from 'vitest'
import { findingsIn } from './page.ts'
import { readPlanted, toldOf } from './planted.ts'

const planted = readPlanted()

test('there are enough of them, of many kinds', () => {
  expect(planted.length).toBeGreaterThanOrEqual(120)
  expect(new Set(planted.map(({ code }) => code)).size).toBeGreaterThanOrEqual(45)
})

describe('a planted fault is found at its very characters, and nothing else is', () => {
  test.each(planted)('$code: $what', async ({ sources, expected }) => {
    expect(expected).not.toEqual([])
    expect(toldOf(await findingsIn(sources), sources)).toEqual(expected)
  })
})
