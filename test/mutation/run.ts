import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { mutants, type Mutant } from './mutants.ts'

/*
 * Takes each mechanism away in a copy of the repository, and runs the tests that ought to notice.
 * `node test/mutation/run.ts [WORDS OF A NAME]`; exit status 0 when every mutant was killed.
 */

const root = join(import.meta.dirname, '..', '..')
const left = new Set(['node_modules', '.git', 'dist'])

/** A copy with the same packages. */
function copyRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-mutation-'))
  const filter = (source: string): boolean => !left.has(relative(root, source).split(sep)[0] ?? '')
  cpSync(root, folder, { recursive: true, filter })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

type Fate = 'killed' | 'SURVIVED' | 'NOT THERE' | 'NO TEST'

/** `NOT THERE`: the text that the mutant replaces is not in its file once. `NO TEST`: its tests fail without it too. */
function tryOut({ file, from, to, tests }: Mutant, folder: string): Fate {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2) return 'NOT THERE'
  if (!holds(tests, folder)) return 'NO TEST'
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
  const survived = passes(tests, folder)
  writeFileSync(path, text)
  return survived ? 'SURVIVED' : 'killed'
}

const held = new Map<string, boolean>()

/** Whether these tests pass as long as nothing is taken away. */
function holds(tests: readonly string[], folder: string): boolean {
  const words = tests.join(' ')
  const known = held.get(words) ?? passes(tests, folder)
  held.set(words, known)
  return known
}

/** Whether these tests pass. A test that hangs does not. */
function passes(tests: readonly string[], folder: string): boolean {
  const words = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--maxWorkers=1', '--bail=1', ...tests]
  const options = { cwd: folder, stdio: 'ignore', timeout: 300_000 } as const
  return spawnSync(process.execPath, words, options).status === 0
}

const wanted = process.argv.slice(2).join(' ')
const chosen = mutants.filter(({ name }) => name.includes(wanted))
const folder = copyRepository()
const fates = chosen.map((mutant) => {
  const fate = tryOut(mutant, folder)
  process.stdout.write(`${fate.padEnd(10)} ${mutant.promise.padEnd(9)} ${mutant.name}\n`)
  return fate
})
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${fates.filter((fate) => fate === 'killed').length} of ${fates.length} killed\n`)
process.exitCode = fates.every((fate) => fate === 'killed') ? 0 : 1
