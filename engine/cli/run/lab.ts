import { packageRoot } from '../../library/installation.ts'
import { findLabs, loadLab, readLab, type Lab, type LabPlace } from '../../run/lab.ts'
import { didYouMean } from '../../suggest.ts'
import { exit, UserError } from '../exit.ts'
import { stateFolder } from '../state.ts'

/** A lab that a run was pointed at. `end` ends it when this run started it, and says whether it did. */
export interface StartedLab {
  readonly lab: Lab
  readonly end: () => Promise<boolean>
}

/**
 * Starts the stand-in service that `--lab NAME[:FAULT]` names, with its fault in it; one that runs already is kept.
 * @throws {UserError} for a lab or a fault that is not there, or one that does not start
 */
export async function startLab(words: string): Promise<StartedLab> {
  const [name = '', fault] = words.split(':', 2)
  const place = labNamed(name)
  const program = await loadLab(place)
  if (fault !== undefined && !program.faultNames.includes(fault)) {
    throw new UserError(`the lab \`${name}\` has no fault \`${fault}\``, {
      help: didYouMean(fault, program.faultNames) ?? `it has ${program.faultNames.join(', ')}`,
    })
  }
  try {
    const fresh = program.status(place.folder) === undefined
    const lab = await program.up(place.folder, fault)
    return { lab, end: async () => fresh && (await program.down(place.folder)) }
  } catch (error) {
    throw new UserError(
      `the lab \`${words}\` did not start: ${error instanceof Error ? error.message : String(error)}`,
      {
        status: exit.failed,
        help: `\`runbook lab down ${name}\` ends what is left of it`,
      },
    )
  }
}

/** A lab as it was left running: for a dry run, and for a run that goes on with it. Nothing when it is down. */
export function runningLab(words: string): Lab | undefined {
  return readLab(labNamed(words.split(':')[0] ?? ''))
}

/** `memory-service` or `memory-service:slow-storage`: how the record names a lab. */
export function labWords(lab: Lab): string {
  return lab.fault === null ? lab.name : `${lab.name}:${lab.fault}`
}

function labNamed(name: string): LabPlace {
  const labs = findLabs(packageRoot, stateFolder())
  const place = labs.find((lab) => lab.name === name)
  if (place !== undefined) return place
  const names = labs.map((lab) => lab.name)
  throw new UserError(`there is no lab \`${name}\``, {
    help: didYouMean(name, names) ?? `there are ${names.join(', ')}`,
  })
}
