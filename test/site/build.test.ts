import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLibrary } from '../../engine/library/library.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { Place, type Ended } from '../helpers/cli.ts'

const library = join(import.meta.dirname, '..', '..', 'runbooks')
let place: Place
let built: Ended
beforeAll(async () => {
  place = new Place()
  built = await place.run(['docs', 'build', '--library', library, '--out', 'site'])
}, 60_000)
afterAll(() => place.close())

const read = (path: string): string => readFileSync(join(place.folder, path), 'utf8')
const filesIn = (folder: string): string[] =>
  readdirSync(join(place.folder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(place.folder, folder), join(entry.parentPath, entry.name)))
    .sort()

const small = (id: string, body: string): string => `---
id: ${id}
title: Small ${id}
alerts: [${id}Fired]
symptoms: [${id} is slow]
---

# Small ${id}

${body}
`

test('the shipped library has no link that leads nowhere', () => {
  expect(built.stderr).toMatch(/^\d+ runbooks, (\d+) files in site, \1 changed\n$/)
  expect(built.status).toBe(0)
})

test('from every symptom and alert of the shipped library at most three links lead to the step that helps', () => {
  const page = read('site/clicks.html')
  expect(page.match(/<tr>/g)?.length).toBeGreaterThan(60)
  expect(page.match(/class="bad"[^<]*</g)).toBeNull()
})

test('two builds of one library are the same to the byte', async () => {
  await place.run(['docs', 'build', '--library', library, '--out', 'again'])
  expect(filesIn('again')).toEqual(filesIn('site'))
  for (const file of filesIn('site')) expect(read(`again/${file}`), file).toBe(read(`site/${file}`))
}, 60_000)

test('every block stands on its page to the letter, and every word of the prose does', () => {
  for (const file of openLibrary(library).files) {
    const text = readFileSync(file, 'utf8')
    const path = relative(library, file)
    const { runbook } = parseRunbook({ path, text })
    const page = read(`site/${path.replace(/\.md$/, '.html')}`)
    const scripts = [...page.matchAll(/<figure\s+class="block[^>]*>[^]*?<code>([^]*?)<\/code>/g)].map(
      (match) => plain(match[1] ?? ''),
    )
    expect(scripts, path).toEqual(
      runbook.sections.flatMap(({ blocks }) => blocks.map(({ script }) => script)),
    )
    const words = new Set(plain(page).match(/[a-z]{4,}/g))
    const prose = runbook.sections.flatMap(({ body }) =>
      body.flatMap((part) => (part.kind === 'prose' ? [part.markdown] : [])),
    )
    const lost =
      prose
        .join(' ')
        .replaceAll(/\]\([^)]*\)/g, ' ')
        .match(/[a-z]{4,}/g)
        ?.filter((word) => !words.has(word)) ?? []
    expect(lost, path).toEqual([])
  }
})

test('a page without its graph stays below 60 KB', () => {
  const large = filesIn('site').filter((file) => {
    if (!file.includes('/')) return false
    return (
      read(`site/${file}`).replace(/<details class="picture"[^]*?<\/details>\s*<\/details>/, '').length >
      60 * 1024
    )
  })
  expect(large).toEqual([])
})

test('no page holds a script, a style or an address of its own', () => {
  for (const file of filesIn('site').filter((name) => name.endsWith('.html'))) {
    const page = read(`site/${file}`)
    expect(
      page.match(/<script(?! src="[^":]*" defer>)|<style|\sstyle=|\son[a-z]+=|<iframe|<img|<object/g),
      file,
    ).toBeNull()
    expect(page).toContain(`default-src &#39;none&#39;`)
  }
})

test('only what changed is written again, and what is gone is removed', async () => {
  place.write('one.md', small('ONE-001', '## Look\n\n```bash read\ntrue\n```'))
  place.write('two.md', small('TWO-001', '## Look\n\n```bash read\ntrue\n```'))
  const build = () => place.run(['docs', 'build', '--out', 'own'])
  expect((await build()).stderr).toMatch(/^2 runbooks, (\d+) files in own, \1 changed\n$/)
  expect((await build()).stderr).toMatch(/, 0 changed\n$/)
  place.write(
    'one.md',
    small('ONE-001', '## Look again\n\n```bash read\ntrue\n```\n\n```sh read\necho "$1"\n```'),
  )
  expect((await build()).stderr).toMatch(/, 2 changed\n$/)
  expect(read('own/one.html')).toContain('Look again')
  const environment = { XDG_CACHE_HOME: join(place.folder, 'no-cache-yet') }
  await place.run(['docs', 'build', '--out', 'fresh'], { environment })
  for (const file of filesIn('fresh')) expect(read(`own/${file}`), file).toBe(read(`fresh/${file}`))
  rmSync(join(place.folder, 'runbooks', 'two.md'))
  await build()
  expect(filesIn('own')).not.toContain('two.html')
  expect(read('own/alerts.html')).not.toContain('TWO-001')
})

test('a page that somebody else wrote into, or took away, is made again', async () => {
  place.write('one.md', small('ONE-001', '## Look\n\n```bash read\ntrue\n```'))
  const build = () => place.run(['docs', 'build', '--out', 'touched'])
  await build()
  const page = join(place.folder, 'touched', 'one.html')
  const before = readFileSync(page, 'utf8')
  writeFileSync(page, before.replace('true', 'evil'))
  expect((await build()).stderr).toMatch(/, 1 changed\n$/)
  expect(readFileSync(page, 'utf8')).toBe(before)
  rmSync(page)
  expect((await build()).stderr).toMatch(/, 1 changed\n$/)
  expect(readFileSync(page, 'utf8')).toBe(before)
  expect((await place.run(['docs', 'build', '--out', 'touched', '--name', 'Other'])).stderr).not.toMatch(
    /, [012] changed\n$/,
  )
  expect(readFileSync(page, 'utf8')).toContain('· Other</title>')
})

test('a link that leads nowhere is an error with its place, and nothing is written', async () => {
  place.write(
    'three.md',
    small(
      'THR-001',
      'See [the other](gone.md) and [a place](one.md#nowhere).\n\n## Look\n\n```bash read\ntrue\n```',
    ),
  )
  const { status, stderr } = await place.run(['docs', 'build', '--out', 'broken'])
  expect(stderr).toBe(`error: 2 links lead nowhere, so no site was written
  three.md:10 leads to gone.md
  three.md:10 leads to one.md#nowhere
  = help: \`runbook validate\` shows each in its place
`)
  expect(status).toBe(1)
  rmSync(join(place.folder, 'runbooks', 'three.md'))
})

test('a folder with files of others is not touched', async () => {
  mkdirSync(join(place.folder, 'theirs'))
  writeFileSync(join(place.folder, 'theirs', 'thesis.txt'), 'years')
  const { status, stderr } = await place.run(['docs', 'build', '--out', 'theirs'])
  expect(stderr).toBe(`error: \`theirs\` holds files that are no site of ours
  = help: name a new folder, or an empty one, with \`--out DIR\`
`)
  expect(status).toBe(2)
  expect(readdirSync(join(place.folder, 'theirs'))).toEqual(['thesis.txt'])
})

test('header, footer, theme and the address of the sources show', async () => {
  writeFileSync(join(place.folder, 'header.html'), '<p class="ours">Ours alone</p>')
  writeFileSync(join(place.folder, 'theme.css'), ':root { --paper: beige }')
  place.write(
    'four.md',
    small('FOU-001', 'See [the code](../src/main.c).\n\n## Look\n\n```bash read\ntrue\n```'),
  )
  const words = [
    '--header',
    'header.html',
    '--theme',
    'theme.css',
    '--source-url',
    'https://code.example/blob/main/runbooks',
  ]
  expect((await place.run(['docs', 'build', '--out', 'dressed', ...words])).status).toBe(0)
  expect(read('dressed/four.html')).toContain('<p class="ours">Ours alone</p>')
  expect(read('dressed/four.html')).toContain(
    '<a href="https://code.example/blob/main/src/main.c">the code</a>',
  )
  expect(read('dressed/site.css')).toMatch(/beige \}\n?$/)
})

/** The text of a piece of HTML. */
function plain(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

test('records of runs are published, and one alone is a file of its own', async () => {
  place.write('five.md', small('FIV-001', '## Look\n\n```bash read\necho "<b>seen</b>"\n```'))
  expect((await place.run(['run', 'FIV-001'])).status).toBe(0)
  const { stdout } = await place.run(['report', '--format', 'html'])
  expect(stdout).toContain('<h1>Post-incident report: Small FIV-001</h1>')
  expect(stdout).toContain('&#x3C;b>seen&#x3C;/b>')
  expect(stdout.match(/<script|src=|href=/g)).toBeNull()
  expect((await place.run(['docs', 'build', '--out', 'recorded', '--runs', 'state/runs'])).status).toBe(0)
  const [record] = filesIn('recorded').filter((file) => file.startsWith('runs/'))
  expect(read('recorded/runs.html')).toContain(`<a href="${record}">`)
  expect(read(`recorded/${record}`)).toContain('<h1>Post-incident report: Small FIV-001</h1>')
})

test('what drills proved shows on the card, on the list of what is due, and as coverage', async () => {
  const file = place.write(
    'six.md',
    small('SIX-001', '## Look\n\n```bash read\ntrue\n```\n\n## Look again\n\n```bash read\ntrue\n```'),
  )
  const texts = { 'six.md': createHash('sha256').update(readFileSync(file)).digest('hex') }
  const proof = {
    drill: 'six-burns',
    title: 'it burns',
    runbook: 'SIX-001',
    file: 'six.md',
    texts,
    at: '2026-11-21T03:00:00.000Z',
    took: 61_000,
    result: 'resolved',
    path: ['six.md#look'],
    engine: '0.1.0',
  }
  place.write('proofs/SIX-001.six-burns.json', JSON.stringify(proof))
  expect((await place.run(['docs', 'build', '--out', 'proven'])).status).toBe(0)
  expect(plain(read('proven/six.html'))).toMatch(/Last proven\s*2026-11-21 by drill six-burns in 1 min 1 s/)
  const [row] = read('proven/coverage.html').match(/<tr>(?:(?!<tr>)[^])*SIX-001[^]*?<\/tr>/) ?? []
  expect(
    plain(row ?? '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  ).toBe('SIX-001 Small SIX-001six-burns50 %, 1 of 2Look again')
})

test('messages can be copied from the page for incidents, with the severities around them', async () => {
  place.write(
    'seven.md',
    small(
      'SEV-001',
      '## Tell them\n\n**Message**\n\n```text message\nSince $RUNBOOK_STARTED we look.\n```',
    ).replace('---\n\n#', 'severity: SEV1\nmttr: 30m\n---\n\n#'),
  )
  expect((await place.run(['docs', 'build', '--out', 'incidents'])).status).toBe(0)
  const page = read('incidents/incidents.html')
  expect(page).toContain('<code>Since $RUNBOOK_STARTED we look.</code>')
  expect(plain(page)).toMatch(/SEV1\s*SEV-001 Small SEV-001/)
})
