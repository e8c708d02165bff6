import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A volume of the lab: what lies in these folders counts against its size. */
export interface Volume {
  readonly folders: readonly string[]
  readonly bytes: number
}

/** Bytes used on a volume. */
export function usedBytes({ folders }: Volume): number {
  return folders.reduce((sum, folder) => sum + sizeOf(folder), 0)
}

/** Used part of a volume, 0 to 1. */
export function usedRatio(volume: Volume): number {
  return Math.min(1, usedBytes(volume) / volume.bytes)
}

function sizeOf(folder: string): number {
  let sum = 0
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) sum += fileSize(join(entry.parentPath, entry.name))
  }
  return sum
}

/** A file that was deleted between listing and looking counts nothing. */
function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
