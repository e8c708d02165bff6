import { resolve } from 'node:path'
import type { Proof } from '../../../schemas/proof.ts'
import type { DrillResult } from '../../drill/types.ts'
import { digest } from '../../library/cache.ts'
import { engineVersion } from '../../library/installation.ts'
import { proofFolders, proofPath, removeProof, writeProof } from '../../library/proofs.ts'
import { stateFolder } from '../state.ts'

/**
 * Keeps the proof of each drill that passed, and takes that of each that failed away.
 * @param library absolute path of the library's folder
 * @param folder where proofs are kept; the state folder when it is not named
 */
export function keepProof(library: string, folder: string | undefined): (result: DrillResult) => void {
  const [own = ''] = proofFolders(library, stateFolder())
  const place = folder === undefined ? own : resolve(folder)
  return (result) => {
    const names = { runbook: result.runbook.frontmatter.id, drill: result.drill.id }
    if (result.status === 'passed') writeProof(place, proofOf(result, library))
    else if (result.status === 'failed') removeProof(place, names)
  }
}

function proofOf({ drill, runbook, runbooks, at, took, result, path }: DrillResult, library: string): Proof {
  const { id, mttr } = runbook.frontmatter
  const named = (file: string) => proofPath(resolve(file), library)
  return {
    drill: drill.id,
    title: drill.title,
    runbook: id,
    file: named(runbook.path),
    texts: Object.fromEntries(runbooks.map((one) => [named(one.path), digest(one.text)])),
    at: at ?? '',
    took: took ?? 0,
    ...(mttr === undefined ? {} : { mttr }),
    result: result ?? '',
    path: path.map(({ runbook: file, section }) => `${named(file)}#${section}`),
    ...(drill.lab === undefined
      ? {}
      : { lab: drill.fault === undefined ? drill.lab : `${drill.lab}:${drill.fault}` }),
    engine: engineVersion(),
  }
}
