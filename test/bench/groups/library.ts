import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { variedRunbook } from '../corpus.ts'
import { lineOf, pair, type Command, type Line } from '../measure.ts'
import { npmPeer } from '../peers.ts'
import { forget, program } from '../program.ts'

/** `RUNBOOK_BENCH_LARGE=1` adds the library of 10,000 files, which takes some minutes. */
const sizes = process.env.RUNBOOK_BENCH_LARGE === '1' ? [100, 1_000, 10_000] : [100, 1_000]

/** Checking a library of runbooks of 8 KB: never seen before, unchanged, and with one file changed. */
export function* library(folder: string): Generator<Line> {
  for (const size of sizes) yield* checking(join(folder, String(size)), size)
}

function* checking(folder: string, size: number): Generator<Line> {
  const runbooks = join(folder, 'runbooks')
  mkdirSync(runbooks, { recursive: true })
  for (let n = 1; n <= size; n++) writeFileSync(join(runbooks, `b-${n}.md`), variedRunbook(`BENCH-${n}`, n))
  const rounds = size > 1_000 ? 1 : 3
  const cold = program(folder, ['validate'], { before: () => forget(folder, 'cache') })
  const warm = program(folder, ['validate'])
  const what = `\`validate\` of ${size.toLocaleString('en')} files`
  yield compare(`${what}, never seen`, cold, floor('remark', runbooks), 0.5, rounds)
  yield compare(`${what}, unchanged`, warm, floor('hash', runbooks), 3, rounds + 2)
  let version = 0
  const changed = () =>
    writeFileSync(join(runbooks, 'b-7.md'), `${variedRunbook('BENCH-7', 7)}\nAs of ${version++}.\n`)
  yield compare(`${what}, one changed`, { ...warm, before: changed }, warm, 2, rounds + 2)
  if (size !== 1_000) return
  for (const peer of peers(folder)) yield compare(`${what}, never seen`, cold, peer, 1, 1)
}

/** Other checkers of Markdown, on the same files. */
function peers(folder: string): Command[] {
  const remark = npmPeer('remark', ['remark-cli@12.0.1', 'remark-preset-lint-recommended@7.0.1'])
  const markdownlint = npmPeer('markdownlint-cli2', ['markdownlint-cli2@0.18.1'])
  const place = join(dirname(remark), '..', 'remark-preset-lint-recommended', 'index.js')
  const preset = ['--quiet', '--no-stdout', '--use', place]
  const more = { directory: folder, statuses: [0, 1] }
  return [
    { name: 'remark-cli', words: [process.execPath, remark, 'runbooks', ...preset], ...more },
    { name: 'markdownlint-cli2', words: [process.execPath, markdownlint, 'runbooks/*.md'], ...more },
  ]
}

function floor(script: 'remark' | 'hash', folder: string): Command {
  const words = [process.execPath, join(import.meta.dirname, '..', 'floors', `${script}.ts`), folder]
  return { name: script === 'remark' ? 'remark-parse, remark-gfm' : 'read and hash', words }
}

function compare(what: string, mine: Command, other: Command, target: number, rounds: number): Line {
  const { milliseconds, floor: least, ratio } = pair(mine, other, rounds)
  const seconds = (time: number) => `${(time / 1000).toFixed(2)} s`
  const name = other.name.startsWith('runbook') ? 'unchanged' : other.name
  return lineOf(what, seconds(milliseconds), `${seconds(least)} (${name})`, ratio, target)
}
