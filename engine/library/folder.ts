import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Creates a folder and those above it that are missing, for the operator alone unless `mode` says otherwise. Node's
 * own recursive `mkdir` never returns where a file system refuses names (`/proc`), so each is made by itself.
 * @throws the system's error when one cannot be made, or when a file stands in the way
 */
export function makeFolders(path: string, mode = 0o700): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return
  const above = dirname(path)
  if (above !== path) makeFolders(above, mode)
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
