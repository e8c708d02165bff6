import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Cache } from '../../library/cache.ts'
import type { SiteFile } from '../../../renderers/docs/types.ts'

/** A file as it was left: the key that it was made by, and what changes when anybody writes it. */
interface Left {
  readonly key: string
  readonly size: number
  readonly ctime: number
}

/** What a folder is remembered to hold of a site, so that what still stands there is neither made nor read again. */
export interface WrittenFiles {
  /** Whether a file stands there as it was made by the same key, touched by nobody since. */
  holds(file: SiteFile): boolean
  /** Notes a file that stands there now. */
  note(file: SiteFile): void
  /** Remembers what was noted. */
  keep(): void
}

export function openWritten(folder: string, cache: Cache): WrittenFiles {
  const name = resolve(folder)
  const before = (cache.get('site', name) as Map<string, Left> | undefined) ?? new Map<string, Left>()
  const now = new Map<string, Left>()
  const left = ({ path, key }: SiteFile): Left | undefined => {
    const stat = key === undefined ? undefined : statSync(join(folder, path), { throwIfNoEntry: false })
    return stat && { key: key ?? '', size: stat.size, ctime: stat.ctimeMs }
  }
  return {
    holds: (file) => {
      const [then, today] = [before.get(file.path), left(file)]
      return (
        then !== undefined &&
        then.key === today?.key &&
        then.size === today.size &&
        then.ctime === today.ctime
      )
    },
    note: (file) => {
      const state = left(file)
      if (state !== undefined) now.set(file.path, state)
    },
    keep: () => cache.set('site', name, now),
  }
}
