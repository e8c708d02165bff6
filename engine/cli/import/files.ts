import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { UserError } from '../exit.ts'

/** A file to import, and the folder below `--out` that its runbooks go to. */
export interface Page {
  readonly file: string
  readonly folder: string
}

const endings = /\.(?:md|markdown|mdx|mkd|md\.erb|rst|rest|adoc|asciidoc)$/i

/** Files by name, and every Markdown file of a folder. @throws UserError for a path that is not there, or a folder without any */
export function pagesAt(paths: readonly string[]): Page[] {
  return paths.flatMap((path) => {
    if (!existsSync(path))
      throw new UserError(`there is no file or folder \`${path}\``, { help: 'check the path' })
    if (!statSync(path).isDirectory()) return [{ file: resolve(path), folder: '' }]
    const found = filesIn(path).sort()
    if (found.length === 0)
      throw new UserError(`\`${path}\` holds no Markdown`, {
        help: 'name a folder with `.md` files, or the files themselves',
      })
    return found.map((file) => ({ file: resolve(file), folder: relative(path, dirname(file)) }))
  })
}

/** What is hidden or installed by a package is left out; links are not followed. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return []
    if (entry.isDirectory()) return filesIn(path)
    return entry.isFile() && endings.test(entry.name) ? [path] : []
  })
}
