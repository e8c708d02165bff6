import { resolve } from 'node:path'
import { digestsIn, isOutdated, lastProven, proofPath, readProofs, type Proven } from '../library/proofs.ts'
import type { RunReport } from '../run/report.ts'
import { stateFolder } from './state.ts'

/** When each runbook of a library was last proven, by its file. */
export async function provenIn(library: string): Promise<(file: string) => Proven | undefined> {
  const proofs = await readProofs(library, stateFolder())
  const last = lastProven(proofs, digestsIn(library))
  return (file) => last.get(proofPath(file, library))
}

/** Every proof that can be found for a library, and whether it holds for the texts of now. */
export async function proofsOf(library: string): Promise<Proven[]> {
  const digestOf = digestsIn(library)
  return (await readProofs(library, stateFolder())).map((proof) => ({
    proof,
    outdated: isOutdated(proof, digestOf),
  }))
}

/** When the very texts that a run was made of were last proven. */
export async function provenAtStart(
  { began, runbook }: RunReport,
  library: string,
): Promise<Proven | undefined> {
  const named = (path: string) => proofPath(resolve(began.directory, path), library)
  const texts = new Map(Object.entries(began.runbooks).map(([path, digest]) => [named(path), digest]))
  const last = lastProven(await readProofs(library, stateFolder()), (path) => texts.get(path))
  return last.get(named(runbook.path))
}
