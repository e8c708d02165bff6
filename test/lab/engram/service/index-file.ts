import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { replaceFile, unfinished } from '../../shared/files.ts'

export type IndexStatus = 'healthy' | 'corrupted' | 'unreadable' | 'missing' | 'rebuilding'

const magic = 'EIDX'

/** An index as bytes: four letters, a checksum, and the ids that it finds. */
export function encodeIndex(ids: readonly string[]): Buffer {
  const body = Buffer.from(ids.join('\n'))
  const head = Buffer.alloc(8)
  head.write(magic)
  head.writeUInt32LE(crc32(body), 4)
  return Buffer.concat([head, body])
}

/**
 * How an index file is; `unreadable` when its owner may not read it, which root could all the same; `rebuilding` when a
 * rebuild has left its half of a file beside it.
 */
export function indexStatus(path: string): IndexStatus {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 'missing'
  if ((found.mode & 0o400) === 0) return 'unreadable'
  if (existsSync(unfinished(path))) return 'rebuilding'
  const bytes = readFileSync(path)
  const sound = bytes.toString('latin1', 0, 4) === magic && crc32(bytes.subarray(8)) === bytes.readUInt32LE(4)
  return sound ? 'healthy' : 'corrupted'
}

export function writeIndex(path: string, ids: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true })
  replaceFile(path, encodeIndex(ids), 0o644)
}
