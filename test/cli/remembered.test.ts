import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { openLibrary } from '../../engine/library/library.ts'
import type { Cache } from '../../engine/library/cache.ts'
import type { Workbench } from '../../engine/cli/workbench.ts'
import { trials } from '../helpers/trials.ts'

let folder: string
let remember: Cache
let validate: (cache: Cache) => Promise<unknown>

/** What is remembered belongs to one built engine: here, to one that has this name. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'runbook-remembered-'))
  vi.stubEnv('RUNBOOK_ENGINE', 'under-test')
  vi.resetModules()
  const { openCache } = await import('../../engine/library/cache.ts')
  const [{ readScope }, { readSurroundings }, { verdict }] = await Promise.all([
    import('../../engine/cli/validate/scope.ts'),
    import('../../engine/library/surroundings.ts'),
    import('../../engine/cli/validate/verdict.ts'),
  ])
  remember = openCache({ XDG_CACHE_HOME: join(folder, 'cache') })
  validate = async (cache) => {
    const library = openLibrary(join(folder, 'runbooks'))
    const scope = await readScope([], { library } as Workbench)
    const checked = await verdict(scope, await readSurroundings(scope.decided), cache, '2026-11-25')
    return { ...checked, between: [...checked.between], sources: sorted(checked.sources) }
  }
})

afterAll(() => {
  vi.unstubAllEnvs()
  clear(folder)
})

const sorted = (sources: readonly { readonly path: string }[]) =>
  sources.toSorted((a, b) => (a.path < b.path ? -1 : 1))

async function forgetful(): Promise<unknown> {
  const { noCache } = await import('../../engine/library/cache.ts')
  return validate(noCache)
}

function put(name: string, text: string | undefined): void {
  const file = join(folder, 'runbooks', name)
  mkdirSync(join(folder, 'runbooks'), { recursive: true })
  if (text === undefined) rmSync(file, { force: true })
  else writeFileSync(file, text)
}

const names = ['a.md', 'b.md', 'c.md', 'notes.md']
const anchors = ['', '#look', '#act', '#gone']

/** What a page may hold beside its steps: each is seen by another rule. */
const remarks = [
  '',
  'Read [more](notes.md#look).',
  'Read [more](b.md#act).',
  '<!-- runbook-ignore ungated-destruction: emptied every night -->',
  '<!-- runbook-ignore far-resolution: rare -->',
]
const commands = ['true', 'rm -rf /srv/data', 'ssh db-7.example.com uptime', 'echo $NAME']

const page = fc
  .record({
    id: fc.constantFrom('EX-001', 'EX-002', 'EX-003'),
    head: fc.subarray([
      'title: Page',
      'mttr: 1m',
      'alerts: [OrdersSlow]',
      'symptoms: [it is slow]',
      'reviewed: 2026-01-01\nreview_every: 90d',
      'inputs: { NAME: { type: string } }',
    ]),
    remark: fc.constantFrom(...remarks),
    command: fc.constantFrom(...commands),
    to: fc.constantFrom(...names).chain((name) => fc.constantFrom(...anchors.map((one) => name + one))),
    how: fc.constantFrom('**Next**', '**Run**', 'Not to'),
  })
  .map(({ id, head, remark, command, to, how }) =>
    [
      ['---', `id: ${id}`, ...head, '---'].join('\n'),
      '# Page',
      '## Look',
      remark,
      `\`\`\`bash read\n${command}\n\`\`\``,
      '## Act',
      `${how} → [there](${to})`,
      ...(how === '**Run**' ? [] : ['```bash action timeout=2m\ntrue\n```']),
    ].join('\n\n'),
  )

const edit = fc.record({
  name: fc.constantFrom(...names),
  text: fc.oneof(
    { weight: 6, arbitrary: page },
    { weight: 1, arbitrary: fc.constantFrom(undefined, '# Look\n\n## Act\n', '---\nid: [\n---\n') },
  ),
})

test('what is remembered is what would be found, after any edits', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
      for (const { name, text } of edits) {
        put(name, text)
        const cold = await forgetful()
        expect(await validate(remember)).toEqual(cold)
        expect(await validate(remember)).toEqual(cold)
      }
    }),
    { numRuns: trials(25, 1_000) },
  )
}, 60_000)

test('so it is where what came since is kept apart', async () => {
  clear(join(folder, 'runbooks'))
  for (const [at, text] of fc.sample(page, { numRuns: 44, seed: 3 }).entries()) put(`p-${at}.md`, text)
  for (const [at, { name, text }] of fc.sample(edit, { numRuns: 12, seed: 5 }).entries()) {
    put(at % 3 === 2 ? `p-${at}.md` : name, text)
    const cold = await forgetful()
    expect(await validate(remember)).toEqual(cold)
    expect(await validate(remember)).toEqual(cold)
  }
}, 60_000)

/** Where a file is damaged, as a part of its length; a byte that changes, or the end of what is left. */
const damage = fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), cut: fc.boolean() })

test('what is damaged is not believed', async () => {
  await fc.assert(
    fc.asyncProperty(page, page, damage, async (one, other, { at, cut }) => {
      put('a.md', one)
      await validate(remember)
      put('b.md', other)
      await validate(remember)
      for (const file of globSync(join(folder, 'cache', '**', '*'))) harm(file, at, cut)
      put('notes.md', one)
      expect(await validate(remember)).toEqual(await forgetful())
    }),
    { numRuns: trials(25, 1_000) },
  )
}, 60_000)

function harm(file: string, at: number, cut: boolean): void {
  if (!statSync(file).isFile()) return
  const bytes = readFileSync(file)
  const place = Math.floor(at * bytes.length)
  bytes[place] = (bytes[place] ?? 0) ^ 1
  writeFileSync(file, cut ? bytes.subarray(0, place) : bytes)
}

test('what threads find is what is found without them', async () => {
  clear(join(folder, 'runbooks'))
  const texts = fc.sample(page, { numRuns: 120, seed: 7 })
  for (const [at, text] of texts.slice(0, 20).entries()) put(`p-${at}.md`, text)
  await validate(remember)
  for (const [at, text] of texts.entries()) put(`p-${at}.md`, text)
  expect(await forgetful()).toEqual(await validate(remember))
}, 60_000)
