import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UserError } from '../exit.ts'

/**
 * Tells of a path whether it differs from a commit, in the index or in the working folder, or is not known to git yet.
 * Before the first commit everything differs from `HEAD`. A submodule differs as a whole.
 *
 * @throws {UserError} outside of a repository, without git, and for a commit that is not there
 */
export function changedSince(ref: string, folder: string): (path: string) => boolean {
  const root = git(['rev-parse', '--show-toplevel'], folder).trimEnd()
  const base =
    ref === 'HEAD' && !hasCommit(root) ? git(['hash-object', '-t', 'tree', '--stdin'], root).trim() : ref
  const differing = git(['diff', '--name-only', '-z', '--no-renames', '--end-of-options', base, '--'], root)
  const unknown = git(['ls-files', '--others', '--exclude-standard', '-z'], root)
  const paths = [...differing.split('\0'), ...unknown.split('\0')].filter((path) => path !== '')
  const changed = new Set(paths.map((path) => resolve(root, path)))
  return (path) => foldersTo(asGitSees(path)).some((one) => changed.has(one))
}

/** A path, and every folder that it lies in: git names a submodule, not the files in it. */
function foldersTo(path: string): string[] {
  return dirname(path) === path ? [path] : [path, ...foldersTo(dirname(path))]
}

/** Git resolves links in the folders that lead to a file, and not the file itself. */
function asGitSees(path: string): string {
  const whole = resolve(path)
  try {
    return join(realpathSync(dirname(whole)), basename(whole))
  } catch {
    return whole
  }
}

const hasCommit = (root: string): boolean =>
  start(['rev-parse', '--verify', '--quiet', 'HEAD'], root).status === 0

const start = (words: readonly string[], folder: string) =>
  spawnSync('git', [...words], { cwd: folder, encoding: 'utf8', input: '', maxBuffer: 1 << 28 })

function git(words: readonly string[], folder: string): string {
  const ended = start(words, folder)
  if (ended.error !== undefined)
    throw new UserError('`--changed` needs git, and it cannot be started', {
      help: 'install git, or name the files',
    })
  if (ended.status === 0) return ended.stdout
  const reason = ended.stderr.trim().split('\n')[0] ?? ''
  throw new UserError(`git does not know what has changed: ${reason}`, { help: helpFor(reason) })
}

function helpFor(reason: string): string {
  if (/not a git repository|work tree/.test(reason))
    return 'start it in the working folder of a repository, or leave `--changed` out'
  const owned = /dubious ownership in repository at '(.*)'/.exec(reason)?.[1]
  if (owned !== undefined) return `if you trust it: \`git config --global --add safe.directory ${owned}\``
  return 'write `--changed REF` with a commit of this repository, such as `--changed origin/main`, and fetch it first'
}
