import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { variedRunbook } from '../corpus.ts'
import { peakMemoryOf } from '../memory.ts'
import { lineOf, pair, start, type Command, type Line, type Pair } from '../measure.ts'
import { npmPeer } from '../peers.ts'
import { forget, program } from '../program.ts'

const sizes = [100, 1_000, 10_000]

/** MiB that a check of any of these libraries may take. */
const mostMemory = 512

/** Checking a library of runbooks of 8 KB: never seen before, unchanged, and with one file changed. */
export async function* library(folder: string): AsyncGenerator<Line> {
  let before: Cold | undefined
  for (const size of sizes) {
    const place = join(folder, String(size))
    fill(join(place, 'runbooks'), size)
    before = yield* checking(place, size, before)
  }
}

/** How long a library of one size took that was never seen. */
interface Cold {
  readonly size: number
  readonly milliseconds: number
}

function fill(runbooks: string, size: number): void {
  mkdirSync(runbooks, { recursive: true })
  for (let n = 1; n <= size; n++) writeFileSync(join(runbooks, `b-${n}.md`), variedRunbook(`BENCH-${n}`, n))
}

async function* checking(folder: string, size: number, before?: Cold): AsyncGenerator<Line, Cold> {
  const runbooks = join(folder, 'runbooks')
  const cold = program(folder, ['validate'], { before: () => forget(folder, 'cache') })
  const warm = program(folder, ['validate'])
  const what = `\`validate\` of ${size.toLocaleString('en')} files`
  const [first, milliseconds] =
    size > 1_000
      ? linear(`${what}, never seen`, cold, size, before)
      : againstRemark(`${what}, never seen`, cold, runbooks)
  yield first
  yield compare(`${what}, unchanged`, warm, floor('hash', runbooks), 3, 5)
  let version = 0
  const changed = () =>
    writeFileSync(join(runbooks, 'b-7.md'), edited(variedRunbook('BENCH-7', 7), version++))
  yield compare(`${what}, one changed`, { ...warm, before: changed }, warm, 2, 5)
  forget(folder, 'cache')
  const memory = await peakMemoryOf(warm)
  yield lineOf(`${what}, never seen: memory`, `${memory.toFixed(0)} MiB`, '', memory / mostMemory, 1)
  if (size === 1_000) for (const peer of peers(folder)) yield compare(`${what}, never seen`, cold, peer, 1, 1)
  return { size, milliseconds }
}

/** A line more in the middle: everything below it moves. */
const edited = (text: string, version: number): string =>
  text.replace('## Step 5\n', `## Step 5\n\nAs of version ${version}.\n`)

function againstRemark(what: string, cold: Command, runbooks: string): [Line, number] {
  const other = floor('remark', runbooks)
  const times = pair(cold, other, 3)
  return [lineFrom(what, times, other.name, 0.5), times.milliseconds]
}

/** Against what a smaller library took, file by file: remark alone would take minutes. */
function linear(what: string, cold: Command, size: number, before?: Cold): [Line, number] {
  const milliseconds = start(cold)
  const least = ((before?.milliseconds ?? Number.NaN) * size) / (before?.size ?? 1)
  const times = { milliseconds, floor: least, ratio: milliseconds / least }
  const name = `${size / (before?.size ?? 1)} times ${before?.size.toLocaleString('en')} files`
  return [lineFrom(what, times, name, 1.25), milliseconds]
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
  const name = other.name.startsWith('runbook') ? 'unchanged' : other.name
  return lineFrom(what, pair(mine, other, rounds), name, target)
}

function lineFrom(
  what: string,
  { milliseconds, floor: least, ratio }: Pair,
  name: string,
  target: number,
): Line {
  const seconds = (time: number) => `${(time / 1000).toFixed(2)} s`
  return lineOf(what, seconds(milliseconds), `${seconds(least)} (${name})`, ratio, target)
}
