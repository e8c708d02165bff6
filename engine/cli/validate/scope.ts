import { existsSync, statSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { isIgnored, readConfiguration, type ReadConfiguration } from '../../library/configuration.ts'
import { openLibrary, readText } from '../../library/library.ts'
import { UserError } from '../exit.ts'
import type { Workbench } from '../workbench.ts'

/** What one `validate` is about. */
export interface Scope {
  /** Absolute paths of the runbooks that are checked. */
  readonly files: readonly string[]
  /** What was asked for: a library, or absolute paths. */
  readonly asked: readonly string[]
  /** They are a whole library, so that what leads into it can be judged as well. */
  readonly whole: boolean
  readonly decided: ReadConfiguration
}

/**
 * The library, or the files and folders that were named, without what the configuration leaves out.
 * @throws {UserError} for a path that is not there, and for a folder without a runbook
 */
export async function readScope(paths: readonly string[], workbench: Workbench): Promise<Scope> {
  const named = runbooksAt(paths, workbench)
  const { folder } = workbench.library
  const [first] = paths.map((path) => resolve(path))
  const decided = await readConfiguration(first === undefined ? folder : folderOf(first))
  const whole = paths.length === 0 || paths.some((path) => isInside(folder, resolve(path)))
  const asked = paths.length === 0 ? [folder] : paths.map((path) => resolve(path))
  return { files: [...new Set(named)].filter((file) => !isIgnored(file, decided)), asked, whole, decided }
}

const folderOf = (path: string): string => (statSync(path).isDirectory() ? path : dirname(path))

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep)

/** A named file is always checked; in a folder, only what begins with frontmatter is taken for a runbook. */
function runbooksAt(paths: readonly string[], workbench: Workbench): string[] {
  if (paths.length === 0) return workbench.library.files.filter(hasFrontmatter)
  return paths.flatMap((path) => {
    if (!existsSync(path))
      throw new UserError(`there is no file or folder \`${path}\``, { help: 'check the path' })
    return statSync(path).isDirectory() ? runbooksIn(path) : [resolve(path)]
  })
}

/** A folder without any runbook is a wrong path: a check of nothing must not pass. */
function runbooksIn(folder: string): string[] {
  const files = openLibrary(resolve(folder)).files.filter(hasFrontmatter)
  if (files.length > 0) return files
  throw new UserError(`\`${folder}\` holds no runbook`, {
    help: 'a runbook is a file that ends in `.md` and begins with `---` and an `id`',
  })
}

/** Text in two bytes a character is no UTF-8, and what would be a runbook must not pass for a plain page. */
function hasFrontmatter(file: string): boolean {
  return /^[\uFEFF\uFFFD]*---[ \t]*\r?\n/.test(readText(file, 16).replaceAll('\0', ''))
}
