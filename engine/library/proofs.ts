import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import type { Proof } from '../../schemas/proof.ts'
import { digest } from './cache.ts'
import { makeFolders } from './folder.ts'

/** When a runbook was last proven, and whether that holds for the text that stands there now. */
export interface Proven {
  readonly proof: Proof
  /** Some text that the run came to has changed since. */
  readonly outdated: boolean
}

/** Where proofs are kept: those of this machine, and those that come along with a library. */
export function proofFolders(library: string, state: string): string[] {
  return [join(state, 'proofs'), join(library, 'proofs')]
}

/** A path as proofs write it: below the library, or absolute outside of it. */
export function proofPath(file: string, library: string): string {
  const path = relative(library, file)
  return path.startsWith('..') || isAbsolute(path) ? file : path
}

/** Puts a proof into a folder, in place of an older one of the same drill. */
export function writeProof(folder: string, proof: Proof): void {
  makeFolders(folder)
  const file = proofFile(folder, proof)
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(proof, null, 2)}\n`)
  renameSync(draft, file)
}

/** A drill that fails takes its proof with it. */
export function removeProof(folder: string, proof: Pick<Proof, 'runbook' | 'drill'>): void {
  rmSync(proofFile(folder, proof), { force: true })
}

function proofFile(folder: string, { runbook, drill }: Pick<Proof, 'runbook' | 'drill'>): string {
  return join(folder, `${runbook}.${drill}.json`)
}

/** All proofs that can be found; files that are no proofs are passed over. */
export async function readProofs(library: string, state: string): Promise<Proof[]> {
  const files = proofFolders(library, state).flatMap(jsonFilesIn)
  if (files.length === 0) return []
  const { proof } = await import('../../schemas/proof.ts')
  return files.flatMap((file) => proof.safeParse(parse(file)).data ?? [])
}

/**
 * The last proof of each runbook, by its path as {@link proofPath} writes it. A proof of the texts of now counts before
 * any other; of equals the newest.
 * @param digestOf digest of the text of now, by such a path
 */
export function lastProven(
  proofs: readonly Proof[],
  digestOf: (path: string) => string | undefined,
): ReadonlyMap<string, Proven> {
  const last = new Map<string, Proven>()
  for (const proof of proofs) {
    const outdated = isOutdated(proof, digestOf)
    const known = last.get(proof.file)
    if (known === undefined || isBetter({ proof, outdated }, known)) last.set(proof.file, { proof, outdated })
  }
  return last
}

/** Whether some text that the proof's run came to is another one now. */
export function isOutdated(proof: Proof, digestOf: (path: string) => string | undefined): boolean {
  return Object.entries(proof.texts).some(([path, text]) => digestOf(path) !== text)
}

/** Digests of the texts that stand in a library now; each file is read once. */
export function digestsIn(library: string): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>()
  return (path) => {
    if (!known.has(path)) known.set(path, textDigestOf(isAbsolute(path) ? path : join(library, path)))
    return known.get(path)
  }
}

function isBetter(a: Proven, b: Proven): boolean {
  return a.outdated === b.outdated ? a.proof.at > b.proof.at : b.outdated
}

function textDigestOf(file: string): string | undefined {
  try {
    return digest(readFileSync(file))
  } catch {
    return undefined
  }
}

function jsonFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
