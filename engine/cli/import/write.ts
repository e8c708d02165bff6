import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { makeFolders } from '../../library/folder.ts'
import type { ReadPage } from './say.ts'

/** A file that stands on the disk now. */
export interface WrittenFile {
  readonly path: string
  readonly id: string
  readonly isNew: boolean
}

/** Writes runbooks below a folder. A file that is there with other text is left alone, unless `force`, and the page remembers it. */
export function writeRunbooks(pages: readonly ReadPage[], out: string, force: boolean): WrittenFile[] {
  return pages.flatMap(({ imported, folder, unwritten }) => {
    if ('message' in imported) return []
    return imported.runbooks.flatMap(({ file, text, runbook }): WrittenFile[] => {
      const path = join(out, folder, file)
      const shown = relative('.', path)
      const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined
      if (before !== undefined && before !== text && !force) {
        unwritten.push(shown)
        return []
      }
      if (before !== text) {
        makeFolders(join(out, folder), 0o777)
        writeFileSync(path, text)
      }
      return [{ path: shown, id: runbook.frontmatter.id, isNew: before !== text }]
    })
  })
}
