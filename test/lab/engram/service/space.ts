import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { replaceFile } from '../../shared/files.ts'
import { type IndexStatus, indexStatus, writeIndex } from './index-file.ts'
import { clamped, decodeTier, encodeTier, isValid, type Memory } from './memory.ts'
import { Wal, type WalDamage } from './wal.ts'

/** Memories that clients left behind and that are forgotten when there are more of them. */
const keptOfLoad = 300

export const tiers = ['hot', 'warm', 'cold'] as const

/** Where the parts of a space lie. */
export function spaceFiles(folder: string) {
  return {
    registry: join(folder, '.registry'),
    warm: join(folder, 'warm', 'memories.tier'),
    index: join(folder, 'indices', 'hnsw.idx'),
    wal: join(folder, 'wal'),
  }
}

/** The entry of a space in the registry, with its checksum. */
export function registryText(id: string): string {
  const body = JSON.stringify({ id })
  return `${crc32(body).toString(16)} ${body}\n`
}

/** How a space is opened: what becomes of a damaged segment, and whether invalid numbers are mended on load. */
export interface Opening {
  damaged(damage: WalDamage): void
  readonly repairs: boolean
  readonly rebuildsIndices: boolean
}

/** One memory space on disk and in memory. */
export class Space {
  readonly id: string
  readonly folder: string
  readonly memories: Map<string, Memory>
  readonly wal: Wal
  index: IndexStatus
  /** Numbers that were mended when it was loaded. */
  mended = 0

  /** Opens the space in `folder`. @throws a sentence when it cannot be used */
  constructor(id: string, folder: string, opening: Opening) {
    this.id = id
    this.folder = folder
    assertWritable(folder)
    assertRegistered(id, folder)
    this.memories = new Map(readWarm(id, folder).map((memory) => [memory.id, memory]))
    this.wal = new Wal(spaceFiles(folder).wal, (damage) => opening.damaged(damage))
    for (const { memory } of this.wal.waiting()) this.memories.set(memory.id, memory)
    if (opening.repairs) this.#mend()
    this.index = indexStatus(spaceFiles(folder).index)
    if (opening.rebuildsIndices && this.index === 'corrupted') this.writeIndex()
  }

  /** Puts a new space into a folder that is not there yet. */
  static make(id: string, folder: string): void {
    for (const part of ['wal', 'indices', ...tiers]) mkdirSync(join(folder, part), { recursive: true })
    replaceFile(spaceFiles(folder).registry, registryText(id))
    replaceFile(spaceFiles(folder).warm, '')
    writeIndex(spaceFiles(folder).index, [])
  }

  store(memory: Memory): void {
    this.wal.append(memory)
    this.memories.set(memory.id, memory)
  }

  /** Moves at most `limit` entries of the log into the warm tier; how many it were. */
  consolidate(limit: number): number {
    const entries = this.wal.take(limit)
    this.#forget()
    if (entries.length > 0) this.#writeWarm()
    return entries.length
  }

  /** Builds the index anew. @throws when its file cannot be read */
  writeIndex(): void {
    const { index } = spaceFiles(this.folder)
    if (indexStatus(index) === 'unreadable') throw new Error(`${index}: permission denied`)
    writeIndex(index, [...this.memories.keys()])
    this.index = 'healthy'
  }

  /** Memories whose numbers are no numbers, or out of their range. */
  invalid(): Memory[] {
    return [...this.memories.values()].filter((memory) => !isValid(memory))
  }

  #mend(): void {
    for (const memory of this.invalid()) {
      this.memories.set(memory.id, clamped(memory))
      this.mended++
    }
    if (this.mended > 0) this.#writeWarm()
  }

  #forget(): void {
    const old = [...this.memories.keys()].filter((id) => id.startsWith('load-'))
    for (const id of old.slice(0, -keptOfLoad)) this.memories.delete(id)
  }

  #writeWarm(): void {
    replaceFile(spaceFiles(this.folder).warm, encodeTier(this.memories.values()))
  }
}

/** Root may write everywhere: what counts is what the owner of the folder may. */
export function assertWritable(folder: string): void {
  if ((statSync(folder).mode & 0o300) !== 0o300)
    throw new Error(`Failed to prepare persistence directory '${folder}': Permission denied (os error 13)`)
}

function assertRegistered(id: string, folder: string): void {
  const text = readFileSync(spaceFiles(folder).registry, 'utf8')
  if (text === registryText(id)) return
  throw new Error(
    `Failed to initialise memory store for space '${id}': checksum mismatch in ${folder}/.registry`,
  )
}

function readWarm(id: string, folder: string): Memory[] {
  const { warm } = spaceFiles(folder)
  if (!existsSync(warm)) return []
  try {
    return decodeTier(readFileSync(warm, 'utf8'))
  } catch (error) {
    throw new CorruptTier(
      `Failed to load the warm tier of space '${id}': ${(error as Error).message} of ${warm}`,
    )
  }
}

/** A tier that cannot be read: the service must not start without what it holds. */
export class CorruptTier extends Error {}
