import { expect, test } from 'vitest'
import type { LabProgram } from '../../engine/run/lab.ts'
import { type TestLab, withLab } from './fixture.ts'

/** A fault of a lab, what is tried in vain, and what mends it. */
export interface Repair {
  readonly fault: string
  /** What an operator might try in vain; each may fail itself. */
  readonly wrong: readonly string[]
  /** What mends it; nothing when nobody on the machine can. */
  readonly right?: string
  /** Milliseconds in which a wrong action could show an effect. */
  readonly watch?: number
}

/** Tries every fault of a lab: it shows, no wrong action mends it, and the right one does. */
export function tryFaults(program: LabProgram, faults: object, repairs: readonly Repair[]): void {
  test('every fault is tried here and has a way to be brought about', () => {
    expect(repairs.map((entry) => entry.fault)).toEqual([...program.faultNames])
    expect(Object.keys(faults).sort()).toEqual([...program.faultNames].sort())
  })

  test.concurrent.each(repairs)(
    '$fault shows, stays, and is mended by nothing but the right action',
    { timeout: 60_000 },
    (repair) =>
      withLab(program, repair.fault, async (lab) => {
        expect(lab.file.fault).toBe(repair.fault)
        await tryRepair(lab, repair)
      }),
  )
}

async function tryRepair(lab: TestLab, { fault, wrong, right, watch = 1200 }: Repair): Promise<void> {
  expect(await lab.staysPresent(fault, 500), 'it stays when nobody acts').toBe(true)
  for (const script of wrong) {
    await lab.run(script)
    expect(await lab.staysPresent(fault, watch), `it stays after: ${script}`).toBe(true)
  }
  if (right === undefined) return
  expect(await lab.run(right)).toMatchObject({ code: 0 })
  expect(await lab.becomesAbsent(fault, 8000), `it is gone after: ${right}`).toBe(true)
}
