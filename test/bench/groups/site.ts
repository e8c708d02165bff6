import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import MiniSearch from 'minisearch'
import { searchOptions, type SearchEntry } from '../../../renderers/docs/client/search-options.ts'
import { ordinaryRunbook, variedRunbook } from '../corpus.ts'
import { lineOf, median, start, type Command, type Line } from '../measure.ts'
import { peakMemoryOf } from '../memory.ts'
import { npmPeer, systemPeer } from '../peers.ts'
import { forget, program, putRunbook } from '../program.ts'

const count = 1000

/** The static site of 1,000 runbooks of 8 KB with highlighting, beside other makers of sites on the same pages. */
export async function* site(folder: string): AsyncGenerator<Line> {
  for (let index = 0; index < count; index++)
    putRunbook(folder, name(index), ordinaryRunbook(`BENCH-${index}`))
  const build = program(folder, ['docs', 'build', '--out', 'site'])
  const whole = start({ ...build, before: () => clear(folder) })
  yield* againstFull(folder, whole)
  yield* edited(folder, build, whole)
  yield page(folder)
  if (systemPeer('hugo')) yield varied(join(folder, 'varied'))
  yield* search(folder)
  clear(folder)
  const memory = await peakMemoryOf(build)
  yield lineOf(`site of ${count}: memory, largest process`, `${memory.toFixed(0)} MiB`, '', memory / 600, 1)
}

const name = (index: number): string => `rb-${index}.md`
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

function clear(folder: string): void {
  forget(folder, 'cache')
  rmSync(join(folder, 'site'), { recursive: true, force: true })
}

/** A whole build against those of others, each once: they take long. */
function* againstFull(folder: string, whole: number): Generator<Line> {
  const line = (peer: string, command: Command, target: number): Line => {
    const other = start(command)
    return lineOf(
      `site of ${count}: built whole`,
      seconds(whole),
      `${seconds(other)} (${peer})`,
      whole / other,
      target,
    )
  }
  if (systemPeer('hugo')) yield line('Hugo, highlighting', hugo(folder), 3)
  if (systemPeer('mkdocs')) yield line('mkdocs', mkdocs(folder), 1)
  yield line('VitePress', vitePress(folder), 1)
}

/** After one edit among all, against a full build of the quickest maker in JavaScript, and against our own. */
function* edited(folder: string, build: Command, whole: number): Generator<Line> {
  const other = start(eleventy(folder))
  const file = join(folder, 'runbooks', name(7))
  const text = readFileSync(file, 'utf8')
  const times = [1, 2, 3].map((round) =>
    start({
      ...build,
      before: () => writeFileSync(file, text.replace('What happens', `What happens (${round})`)),
    }),
  )
  const again = median(times)
  const what = `site of ${count}: built after one edit`
  yield lineOf(what, seconds(again), `${seconds(other)} (Eleventy, whole, no highlighting)`, again / other, 1)
  yield lineOf(what, seconds(again), `${seconds(whole)} (our own, whole)`, again / whole, 0.1)
}

/** A whole build of pages that have no script in common, so that none is coloured once for many. */
function varied(folder: string): Line {
  for (let index = 0; index < count; index++)
    putRunbook(folder, name(index), variedRunbook(`BENCH-${index}`, index))
  const own = start(program(folder, ['docs', 'build', '--out', 'site']))
  const other = start(hugo(folder))
  const what = `site of ${count} without a common script: built whole`
  return lineOf(what, seconds(own), `${seconds(other)} (Hugo, highlighting)`, own / other, 3)
}

/** The largest page, without its picture, against 60 KB. */
function page(folder: string): Line {
  const sizes = globSync('site/rb-*.html', { cwd: folder }).map((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    return Buffer.byteLength(text.replace(/<details class="picture"[^]*?<\/details>\s*<\/details>/, ''))
  })
  const largest = Math.max(...sizes) / 1024
  return lineOf(
    `site of ${count}: largest page without its graph`,
    `${largest.toFixed(0)} KiB`,
    '60 KiB',
    largest / 60,
    1,
  )
}

/** One search in the index of the site, as the page does it, against the 16 ms of a frame. */
function* search(folder: string): Generator<Line> {
  const script = readFileSync(join(folder, 'site', 'search-index.js'), 'utf8')
  const json = JSON.parse(script.slice(script.indexOf('=') + 1)) as string
  const index = MiniSearch.loadJSON<SearchEntry>(json, searchOptions)
  const words = ['queue', 'oldest job', 'ordinary trouble', 'BENCH-77', 'steps log', 'deph', 'what hap']
  const times = words.flatMap((asked) => [1, 2, 3].map(() => clock(() => index.search(asked))))
  const slowest = Math.max(...times.slice(3))
  yield lineOf(
    `site of ${count}: one search, slowest of ${times.length}`,
    `${slowest.toFixed(1)} ms`,
    '16 ms',
    slowest / 16,
    1,
  )
}

function clock(work: () => unknown): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

/** The same pages as another maker of sites wants them. */
function pagesFor(folder: string, peer: string, below: string): string {
  const place = join(folder, peer)
  rmSync(place, { recursive: true, force: true })
  mkdirSync(join(place, below), { recursive: true })
  cpSync(join(folder, 'runbooks'), join(place, below), { recursive: true })
  return place
}

function hugo(folder: string): Command {
  const place = pagesFor(folder, 'hugo', 'content')
  mkdirSync(join(place, 'layouts', '_default'), { recursive: true })
  const page = '<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>\n'
  for (const layout of ['single', 'list'])
    writeFileSync(join(place, 'layouts', '_default', `${layout}.html`), page)
  writeFileSync(
    join(place, 'config.toml'),
    'baseURL = "/"\ntitle = "bench"\n[markup.highlight]\nnoClasses = false\n',
  )
  return { name: 'hugo', words: ['hugo', '--quiet'], directory: place }
}

function mkdocs(folder: string): Command {
  const place = pagesFor(folder, 'mkdocs', 'docs')
  writeFileSync(
    join(place, 'mkdocs.yml'),
    'site_name: bench\nmarkdown_extensions: [fenced_code, codehilite, tables]\n',
  )
  return { name: 'mkdocs', words: ['mkdocs', 'build', '--quiet'], directory: place }
}

function vitePress(folder: string): Command {
  const program = npmPeer('vitepress', ['vitepress@1.6.4'])
  const place = pagesFor(folder, 'vitepress', 'docs')
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }')
  return { name: 'vitepress', words: [process.execPath, program, 'build', 'docs'], directory: place }
}

function eleventy(folder: string): Command {
  const program = npmPeer('eleventy', ['@11ty/eleventy@3.1.8'])
  const place = pagesFor(folder, 'eleventy', 'pages')
  const words = [process.execPath, program, '--input=pages', '--output=out', '--quiet']
  return { name: 'eleventy', words, directory: place }
}
