import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bombs, fill } from '../helpers/bombs.ts'
import { Place, type Ended } from '../helpers/cli.ts'
import { drain, frontmatter } from './fixtures.ts'

let place: Place
beforeAll(() => {
  place = new Place()
})
afterAll(() => place.close())

/** Ends a command that hangs, long after any that only is slow on a slow machine. */
const patience = 60_000
/** Mebibytes of heap: a file that makes the program need more ends it with another status than 1. */
const heap = { NODE_OPTIONS: '--max-old-space-size=192' }

function run(...words: readonly string[]): Promise<Ended> {
  return place.run(words, { environment: heap })
}

const yaml = (text: string): string => `---\nid: EVIL-001\n${text}\n---\n\n# Evil\n`
const aliases = Array.from({ length: 9 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}, *l${n}]`)
const block = (script: string): string =>
  `${frontmatter('EVIL-001', 'Evil')}\n## Do it\n\n\`\`\`bash read\n${script}\n\`\`\`\n`

/** Whole files, and the finding that each must be told by. */
const files: readonly (readonly [string, string | Uint8Array, string])[] = [
  ...bombs.map(([name, body, code]) => [name, frontmatter('EVIL-001', 'Evil') + body, code] as const),
  ['aliases that multiply', yaml(`l0: &l0 x\n${aliases.join('\n')}`), 'bad-yaml'],
  ['YAML lists in lists', yaml(`a: ${fill('[', 5_000)}${fill(']', 5_000)}`), 'bad-yaml'],
  ['YAML that ends nowhere', yaml(`a: "${fill('x', 30_000)}`), 'bad-yaml'],
  ['a number that no number holds', yaml('mttr: 99999999999999999999999999'), 'bad-value'],
  [
    'bytes that are no text',
    Buffer.concat([Buffer.from(yaml('')), Buffer.alloc(300, 0xff)]),
    'empty-runbook',
  ],
  ['zeros', new Uint8Array(4096), 'missing-frontmatter'],
  ['nothing', '', 'missing-frontmatter'],
  ['a bidirectional override in code', block('echo "a\u202eb"'), 'hidden-characters'],
  ['an invisible character in code', block('echo a\u200bb'), 'hidden-characters'],
  ['an escape in frontmatter', yaml('title: "a\u001b[2Jb"'), 'bad-yaml'],
  ['brackets in a script', block(fill('$(', 4_000)), 'shell-syntax'],
  ['parentheses in a script', block(fill('(', 40_000)), 'shell-syntax'],
  [
    'blanks in a script',
    block(fill(`${fill(' ', 60_000)}\n`, 180_000) + 'echo "$NOBODY"'),
    'undeclared-input',
  ],
  ['conditions in a script', block(fill('if ', 40_000)), 'shell-syntax'],
]

describe('P28: hostile files, through the whole command', { timeout: patience * 2 }, () => {
  it('are refused, each by its finding, in one small process', async () => {
    const paths = files.map(([name, text]) => {
      const path = join(place.folder, `${name.replaceAll(/[^a-z0-9]/gi, '-')}.md`)
      writeFileSync(path, text)
      return path
    })
    const { status, signal, stdout } = await run('validate', '--json', ...paths)
    expect({ status, signal }).toEqual({ status: 1, signal: null })
    const findings = JSON.parse(stdout) as readonly { code: string; path: string }[]
    for (const [index, [name, , code]] of files.entries()) {
      const told = findings.filter(({ path }) => paths[index]?.endsWith(path)).map((one) => one.code)
      expect([name, ...told]).toContain(code)
    }
  })

  it('say so when one is larger than memory', async () => {
    const file = join(place.folder, 'huge.md')
    writeFileSync(file, '')
    truncateSync(file, 3 * 1024 ** 3)
    const { status, stderr } = await run('validate', file)
    expect([status, stderr]).toEqual([1, expect.stringContaining('error[too-large]')])
  })
})

describe('P31: what lies in a library and is no runbook of it', { timeout: patience * 2 }, () => {
  beforeAll(() => {
    const library = join(place.folder, 'runbooks')
    place.write('queue.md', drain)
    execFileSync('mkfifo', [join(library, 'pipe.md')])
    mkdirSync(join(library, 'folder.md'))
    writeFileSync(join(place.folder, 'outside.md'), drain.replaceAll('QUE-001', 'OUT-001'))
    symlinkSync('/dev/zero', join(library, 'zero.md'))
    symlinkSync('nowhere', join(library, 'dangling.md'))
    symlinkSync('../outside.md', join(library, 'outside.md'))
    symlinkSync('loop.md', join(library, 'loop.md'))
    symlinkSync('/', join(library, 'root'))
  })

  it('is passed over by list, find and validate', async () => {
    const { status, stdout } = await run('list', '--json')
    expect(status).toBe(0)
    expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).toEqual(['QUE-001'])
    expect((await run('validate')).status).toBe(0)
    expect((await run('find', 'queue')).stdout).not.toContain('OUT-001')
  })

  it.each(['pipe.md', 'zero.md', 'dangling.md', 'folder.md', 'loop.md'])(
    'is refused when it is named: %s',
    async (name) => {
      for (const verb of ['validate', 'show', 'run']) {
        const { status, signal, stderr } = await run(verb, join('runbooks', name))
        expect([verb, name, signal, stderr.includes('fault of runbook')]).toEqual([verb, name, null, false])
        expect([1, 2]).toContain(status)
      }
      expect(existsSync(join(place.folder, 'state', 'runs'))).toBe(false)
    },
  )

  it.each(['pipe.md', 'zero.md', 'folder.md', 'gone.md'])('is no target of a link: %s', async (name) => {
    const file = place.write(
      'links.md',
      `${frontmatter('EVIL-002', 'Links')}\n## Ask\n\nRun [the other](${name}).\n\n**Run** → [other](${name})\n`,
    )
    const { status, signal } = await run('validate', file)
    expect([status, signal]).toEqual([1, null])
  })
})
