import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Layout, volumeBytes } from './layout.ts'

/** Bytes used on the lab's volume: cache, logs and backups. */
export function usedBytes(layout: Layout): number {
  return sizeOf(join(layout.root, 'lib')) + sizeOf(join(layout.root, 'log')) + sizeOf(layout.backups)
}

/** Used part of the volume, 0 to 1. */
export function usedRatio(layout: Layout): number {
  return Math.min(1, usedBytes(layout) / volumeBytes)
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
