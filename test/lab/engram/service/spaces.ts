import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../../shared/log.ts'
import { CorruptTier, type Opening, Space, spaceFiles } from './space.ts'

/** A space that cannot be had; `status` is what the HTTP side answers. */
export class NoSpace extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** All spaces below the data folder, those that failed to open among them. */
export class Spaces {
  readonly #data: string
  readonly #opening: Opening
  readonly #log: Log
  readonly #open = new Map<string, Space>()
  readonly #failed = new Map<string, string>()

  /** Opens every space. @throws when a tier is corrupt: what it holds would be lost */
  constructor(data: string, opening: Opening, log: Log) {
    this.#data = data
    this.#opening = opening
    this.#log = log
    for (const id of readdirSync(data).sort()) {
      if (existsSync(spaceFiles(join(data, id)).registry)) this.#load(id)
    }
  }

  all(): Space[] {
    return [...this.#open.values()]
  }

  /** Why spaces could not be opened, by their names. */
  failures(): [id: string, why: string][] {
    return [...this.#failed]
  }

  /** @throws {NoSpace} */
  get(id: string): Space {
    const space = this.#open.get(id)
    if (space !== undefined) return space
    const why = this.#failed.get(id)
    if (why !== undefined) throw new NoSpace(500, why)
    throw new NoSpace(404, `Memory space '${id}' not found`)
  }

  /** Makes a space, or finds the one that is there. @throws {NoSpace} for a bad name */
  create(id: string): Space {
    if (!/^[a-z0-9_-]{4,64}$/.test(id)) throw new NoSpace(400, `\`${id}\` is no name for a memory space`)
    const folder = join(this.#data, id)
    if (!this.#open.has(id) && !this.#failed.has(id)) {
      Space.make(id, folder)
      this.#load(id)
      this.#log.info('registry', `Memory space '${id}' created`)
    }
    return this.get(id)
  }

  #load(id: string): void {
    try {
      const space = new Space(id, join(this.#data, id), this.#opening)
      this.#open.set(id, space)
      if (space.mended > 0)
        this.#log.info('validation', `Sanitized ${space.mended} memories of space '${id}' on load`)
    } catch (error) {
      const message = (error as Error).message
      this.#log.error('registry', message)
      if (error instanceof CorruptTier) throw error
      this.#failed.set(id, message)
    }
  }
}
