import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Where a file is written before it replaces the one at `path`; a crash leaves it behind. */
export const unfinished = (path: string) => `${path}.new`

/** Replaces a file at once: a reader, or a crash, never meets half of it. */
export function replaceFile(path: string, content: string | Uint8Array, mode?: number): void {
  writeFileSync(unfinished(path), content, { mode })
  renameSync(unfinished(path), path)
}

/** What a JSON file holds, or `otherwise` when it cannot be read. */
export function readJson<T>(path: string, otherwise: T): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return otherwise
  }
}
