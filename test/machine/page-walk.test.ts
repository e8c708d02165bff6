import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileMachine, endlessHandovers, walkMachine, walkPage } from '../../engine/machine/index.ts'
import type { Edge, Runbook } from '../../engine/model.ts'
import { machines } from '../helpers/random-runbooks.ts'
import { runbook, step, to, toRunbook } from '../helpers/runbooks.ts'
import { trials } from '../helpers/trials.ts'

function together(runbooks: ReadonlyMap<string, Runbook>) {
  const walks = new Map([...runbooks].map(([path, one]) => [path, walkPage(one)]))
  return { walks, endless: endlessHandovers(walks, ({ path }) => walks.get(path)?.start) }
}

test('walked page by page, runbooks lose something just when a walk through all of them does', () => {
  fc.assert(
    fc.property(machines, ({ runbooks }) => {
      const whole = [...runbooks.keys()].flatMap((path) => walkMachine(compileMachine(runbooks, path)).stuck)
      const { walks, endless } = together(runbooks)
      const alone = [...walks.values()].flatMap(({ lost }) => lost.filter(({ state }) => state !== undefined))
      expect([...alone, ...endless].length > 0).toBe(whole.length > 0)
    }),
    { numRuns: trials(300, 10_000) },
  )
})

const page = (path: string, next: Edge) => runbook(path, [step('one', [{ role: 'read' }], { next })])

test('runbooks that only hand over to each other never end; one of them that ends is enough', () => {
  const circle = [page('a.md', toRunbook('b.md')), page('b.md', toRunbook('c.md'))]
  const byPath = (books: Runbook[]) => new Map(books.map((one) => [one.path, one]))
  const endless = together(byPath([...circle, page('c.md', toRunbook('a.md'))])).endless
  expect(endless.map((state) => state.runbook)).toEqual(['a.md', 'b.md', 'c.md'])
  expect(together(byPath([...circle, page('c.md', to('one', 2))])).endless).toEqual([])
})
