import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { UserError } from '../exit.ts'

/**
 * Absolute paths of the files that differ from a commit, in the index or in the working folder, and of those that git does
 * not know yet; deleted ones are among them.
 *
 * @throws {UserError} outside of a repository, without git, and for a commit that is not there
 */
export function changedSince(ref: string, folder: string): Set<string> {
  const root = git(['rev-parse', '--show-toplevel'], folder).trim()
  const differing = git(['diff', '--name-only', '-z', '--no-renames', ref, '--'], root)
  const unknown = git(['ls-files', '--others', '--exclude-standard', '-z'], root)
  const paths = [...differing.split('\0'), ...unknown.split('\0')].filter((path) => path !== '')
  return new Set(paths.map((path) => resolve(root, path)))
}

function git(words: readonly string[], folder: string): string {
  const ended = spawnSync('git', [...words], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (ended.error !== undefined)
    throw new UserError('`--changed` needs git, and it cannot be started', {
      help: 'install git, or name the files',
    })
  if (ended.status === 0) return ended.stdout
  const reason = ended.stderr.trim().split('\n')[0] ?? ''
  throw new UserError(`git does not know what has changed: ${reason}`, {
    help: 'write `--changed REF` with a commit of this repository, such as `--changed origin/main`',
  })
}
