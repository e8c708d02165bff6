import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Change } from '../../../renderers/docs/types.ts'

const mostCommits = 1000

/** Changes of the files below a folder as git knows them, newest first; none where there is no git or no repository. */
export async function historyOf(folder: string): Promise<(Change & { readonly path: string })[]> {
  try {
    const { stdout } = await promisify(execFile)(
      'git',
      [
        'log',
        `--max-count=${mostCommits}`,
        '--no-merges',
        '--relative',
        '--name-only',
        '-z',
        '--format=%x01%cs %s',
        '--',
        '.',
      ],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
    )
    return stdout.split('\u0001').flatMap(changesOf)
  } catch {
    return []
  }
}

/** `2026-11-20 Subject`, then the names of its files, all ended by NUL. */
function changesOf(commit: string): (Change & { readonly path: string })[] {
  const [head = '', ...names] = commit.split('\0')
  const date = head.slice(0, 10)
  const subject = head.slice(11)
  return names
    .map((name) => name.trim())
    .filter((name) => name.endsWith('.md'))
    .map((path) => ({ path, date, subject }))
}
