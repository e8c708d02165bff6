import { globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ended } from '../helpers/cli.ts'
import { drillFile, mend } from './fixtures.ts'
import { DrillPlace } from './place.ts'

interface Told {
  readonly drill: string
  readonly status: string
  readonly result: string | null
  readonly exit: number | null
  readonly took: number
  readonly target: number
  readonly path: readonly { readonly section: string }[]
  readonly problems: readonly { readonly message: string; readonly notes: readonly string[] }[]
}

/** Name, what is changed in the usual drill, and what it is then found to be. */
const failing: readonly (readonly [string, Record<string, string>, string])[] = [
  ['shy', { fault: 'shy', before: '' }, 'the lab does not show the fault `shy`'],
  [
    'not-there',
    { before: '|\n  ```bash verify\n  test -e "$DIR/nothing"\n  ```' },
    'what must hold before does not: the fault is not there',
  ],
  [
    'holds-already',
    { after: '|\n  ```bash verify\n  true\n  ```' },
    'this drill proves nothing: `after` holds before the runbook ran',
  ],
  ['still-there', { fault: 'stubborn', limit: '20s' }, 'the fault `stubborn` is still there'],
  [
    'not-after',
    { after: '|\n  ```bash verify\n  test -e "$DIR/new"\n  ```' },
    'what must hold afterwards does not',
  ],
  [
    'other-result',
    { expect: '{ path: [mend-it], result: escalated }' },
    'the run ended `resolved`, expected `escalated`',
  ],
  [
    'other-exit',
    { expect: '{ path: [mend-it], exit: 5 }' },
    '`runbook run` would have ended with 0, expected 5',
  ],
  [
    'other-path',
    { expect: '{ path: [mend-it, what-is-wrong] }' },
    'the run did not come to `what-is-wrong` after `mend-it`',
  ],
  ['unanswered', { operator: '{}' }, 'the run ended `suspended`, expected `resolved`'],
  [
    'unasked',
    { operator: '{ confirm: { mend-it: broken }, refuse: { buy-a-new-one: too dear } }' },
    'the answer `refuse of buy-a-new-one` was never asked for',
  ],
  [
    'unforeseen',
    { operator: '{ refuse: { mend-it: not today } }' },
    '`mend-it` failed (denied), and the drill foresees no failure there',
  ],
  [
    'acts',
    { proves: 'path', after: '' },
    'the runbook acted in `mend-it`, and this drill proves only its path',
  ],
  [
    'works',
    { expect: '{ path: [mend-it], fails: mend-it, because: the toy is too hard }' },
    '`mend-it` was expected to fail, and did not: the toy is too hard',
  ],
  ['slow', { runbook: '../slow.md', limit: '2s' }, 'it was ended after 2s, the time limit of a drill'],
  ['labless', { lab: 'toi' }, 'there is no lab `toi`, only '],
]

const passing: readonly (readonly [string, Record<string, string>])[] = [
  ['good', {}],
  [
    'hard',
    {
      runbook: '../hard.md',
      operator: '{ confirm: { mend-it: broken }, recover: [follow] }',
      expect: '{ path: [mend-it], result: escalated, fails: mend-it, because: the toy is too hard }',
    },
  ],
]

let place: DrillPlace
let ended: Ended
let told: Map<string, Told>

beforeAll(async () => {
  place = new DrillPlace()
  place.write('toy.md', mend)
  place.write('slow.md', mend.replace('TOY-001', 'TOY-002').replace('touch "$DIR/mended"', 'sleep 60'))
  place.write('hard.md', mend.replace('TOY-001', 'TOY-003').replace('rm "$DIR/broken"', 'false'))
  for (const [name, changes] of [...failing, ...passing])
    place.write(`drills/${name}.drill.yaml`, drillFile(changes))
  const temporary = join(place.folder, 'tmp')
  mkdirSync(temporary)
  ended = await place.runbook(['drill', '--json', '--jobs', '4'], { TMPDIR: temporary })
  const { drills } = JSON.parse(ended.stdout) as { drills: Told[] }
  told = new Map(drills.map((one) => [one.drill, one]))
}, 120_000)

afterAll(() => place.close())

describe('runbook drill', () => {
  it('passes when the fault was there, the runbook was followed, and all is well', () => {
    const good = told.get('good')
    expect(good).toMatchObject({
      status: 'passed',
      result: 'resolved',
      exit: 0,
      target: 900_000,
      path: [{ section: 'what-is-wrong' }, { section: 'mend-it' }],
      problems: [],
    })
    expect(good?.took).toBeGreaterThan(0)
  })

  it.each(failing)('%s: fails', (name, _, message) => {
    const { status, problems } = told.get(name) ?? {}
    expect([status, problems?.[0]?.message]).toEqual(['failed', expect.stringContaining(message)])
  })

  it('says where it stood when its time was up', () => {
    expect(told.get('slow')?.problems[0]?.notes).toEqual(['it stood at `mend-it`'])
  })

  it('says of a section that cannot pass here that it fails as expected, and does not call it proven', () => {
    expect(told.get('hard')?.status).toBe('fails-as-expected')
    expect(globSync('*', { cwd: join(place.folder, 'state', 'proofs') })).toEqual(['TOY-001.good.json'])
  })

  it('leaves nothing behind, whatever happened', () => {
    expect(globSync('*', { cwd: join(place.folder, 'tmp') })).toEqual([])
  })

  it('ends with 1 when one failed', () => expect(ended.status).toBe(1))
})
