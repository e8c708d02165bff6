import { expect, it } from 'vitest'
import { fitPage, openPage } from '../../renderers/terminal/ink/pager.ts'

/** A hundred lines of 59 columns, each with its number, which a page of 40 columns breaks in two. */
const lines = Array.from({ length: 100 }, (_, at) => `${String(at).padStart(3, '0')} ${'word '.repeat(11)}`)
const wide = { columns: 80, height: 20 }
const narrow = { columns: 40, height: 20 }

it('a page that is set anew is seen where it was seen before: at its start, in its middle, at its end', () => {
  const seen = [0, 50, Number.MAX_SAFE_INTEGER].map((top) => {
    const page = openPage('page', () => lines, wide, { top })
    const set = fitPage(page, narrow)
    expect(set.lines).toHaveLength(200)
    expect(fitPage(set, wide)).toEqual(page)
    return [page, set].map((one) => one.lines[one.top]?.slice(0, 3))
  })
  expect(seen).toEqual([
    ['000', '000'],
    ['050', '050'],
    ['080', '090'],
  ])
})

it('a page never begins so late that lines stay empty below it', () => {
  const low = openPage('page', () => lines, { ...wide, height: 5 }, { top: Number.MAX_SAFE_INTEGER })
  expect([low.top, fitPage(low, wide).top]).toEqual([95, 80])
})
