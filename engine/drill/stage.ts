import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, dirname, join } from 'node:path'
import type { Drill } from '../parse/drill.ts'
import type { Lab, LabProgram } from '../run/lab.ts'
import type { DrillDoors } from './types.ts'

/** A clean place for one drill: a state folder of its own, and its lab with the fault in it. */
export interface Stage {
  /** What `RUNBOOK_STATE` would be: the run and the lab are found in it by every verb. */
  readonly state: string
  /** Where the first block starts; empty. */
  readonly work: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly lab?: Lab
  /** Whether the fault shows at this moment. */
  faultShows(): Promise<boolean>
  /** Ends the lab that was started here and removes the place. */
  end(): Promise<void>
}

/** Makes the place and starts the lab. @throws with a sentence when the lab does not start; nothing is left of it then. */
export async function openStage(drill: Drill, doors: DrillDoors): Promise<Stage> {
  const program = drill.lab === undefined ? undefined : await doors.labOf(drill)
  const state = mkdtempSync(join(tmpdir(), 'runbook-drill-'))
  const work = join(state, 'work')
  const temporary = join(state, 'tmp')
  for (const folder of [work, temporary]) mkdirSync(folder, { mode: 0o700 })
  const folder = join(state, 'labs', labName(drill.lab ?? ''))
  const end = async () => {
    await program?.down(folder)
    rmSync(state, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const lab = await start(program, folder, drill.fault)
    return {
      state,
      work,
      environment: { ...doors.environment, TMPDIR: temporary },
      ...(lab === undefined ? {} : { lab }),
      faultShows: async () =>
        drill.fault !== undefined && program !== undefined && program.check(folder, drill.fault),
      end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** `memory-service`; of a path to a program the name of its folder, or of the file when it is not `lab`. */
export function labName(lab: string): string {
  const file = basename(lab, extname(lab))
  return file === 'lab' ? basename(dirname(lab)) : file
}

async function start(
  program: LabProgram | undefined,
  folder: string,
  fault: string | undefined,
): Promise<Lab | undefined> {
  if (program === undefined) return undefined
  if (fault !== undefined && !program.faultNames.includes(fault))
    throw new Error(`the lab has no fault \`${fault}\`, only ${program.faultNames.join(', ')}`)
  return program.up(folder, fault)
}
