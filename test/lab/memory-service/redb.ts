import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { replaceFile } from '../shared/files.ts'

/** The first bytes of every redb file (https://github.com/cberner/redb, docs/design.md, "Super-header"). */
export const magic = Buffer.from([0x72, 0x65, 0x64, 0x62, 0x1a, 0x0a, 0xa9, 0x0d, 0x0a])

/** What a cache file holds: the cached patterns, oldest first, and episodes that wait for the database. */
export interface CacheImage {
  readonly entries: readonly (readonly [key: string, pattern: string])[]
  readonly queued: readonly string[]
}

/** Magic, one byte of format, SHA-256 of the body, the body as JSON. */
export function encodeCache(image: CacheImage, format = 1): Buffer {
  const body = Buffer.from(JSON.stringify(image))
  const digest = createHash('sha256').update(body).digest()
  return Buffer.concat([magic, Buffer.from([format]), digest, body])
}

/** The image, or a sentence that says why the bytes are none that a release with this `format` can read. */
export function decodeCache(bytes: Buffer, format = 1): CacheImage | string {
  if (!bytes.subarray(0, magic.length).equals(magic)) return 'not a redb file'
  const found = bytes[magic.length]
  if (found !== format) return `unsupported file format ${found}, needs ${format}`
  const start = magic.length + 1
  const body = bytes.subarray(start + 32)
  const digest = createHash('sha256').update(body).digest()
  if (!digest.equals(bytes.subarray(start, start + 32))) return 'checksum mismatch'
  return JSON.parse(body.toString()) as CacheImage
}

export function readCache(path: string, format = 1): CacheImage | string {
  try {
    return decodeCache(readFileSync(path), format)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'file is missing' : String(error)
  }
}

export function writeCache(path: string, image: CacheImage): void {
  replaceFile(path, encodeCache(image))
}
