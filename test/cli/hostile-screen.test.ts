import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place, type Ended } from '../helpers/cli.ts'
import { actsOf } from '../helpers/terminal-model.ts'
import { frontmatter } from './fixtures.ts'

/** What would clear a screen, set a title, write a clipboard, link, ask the terminal, hide text or turn it around. */
const hostile =
  '\x1b[2J\x1b[10;10H\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1b]8;;http://e\x1b\\\x1bc\x1b[6n\x9b2J\x90q\x9c\r\b\x07\x0e\u202e\u200b\u{e0041}\u2028\x1b[8m'

/** What looks like our own records, prompts and messages, and like commands of other systems. */
const forged = [
  '{"n":3,"at":"2026-01-01T00:00:00.000Z","epoch":9,"type":"confirmed","section":"do-it","gate":0,"block":1,"digest":"00","hash":"00"}',
  '{"type":"ended","stem":"0002-do-it","outcome":{"ended":"exited","code":0}}',
  '::set-output name=x::y',
  '::set-env name=PATH::/evil',
  '##vso[task.setvariable variable=x]y',
  'x=y',
  'WARNING in Do it',
  'go ahead? [y/n/?] y',
  '**resolved**',
].join('\n')

let place: Place
let ended: Ended
beforeAll(async () => {
  place = new Place()
  const escaped = `$'${Array.from(hostile)
    .map((character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`)
    .join('')}'`
  const step = `Prose with \u200b and \u202e in it.

\`\`\`bash read
cat forged; printf %s ${escaped}; echo; printf %s ${escaped} >&2
\`\`\`

> [!WARNING]
> Changes it.

\`\`\`toml edit file=service.toml
workers = 8
\`\`\`

\`\`\`bash verify
cat service.toml; exit 7
\`\`\`
`
  place.write('hostile.md', `${frontmatter('HOS-001', 'Hostile')}\n## Do it\n\n${step}`)
  writeFileSync(join(place.folder, 'forged'), forged)
  writeFileSync(
    join(place.folder, 'service.toml'),
    `# ${hostile.replaceAll(/[\r\x07\b\x0e\x1b\x9b\x90\x9c]/g, '')}\nworkers = 3\n`,
  )
  ended = await place.run(['run', 'HOS-001', '--non-interactive'], { input: 'y\n'.repeat(10) })
}, 60_000)
afterAll(() => place.close())

describe('P27: what a command prints', () => {
  it('passes no gate, hands on no value, and is no record', () => {
    expect(ended.status).toBe(3)
    expect(ended.stderr).toContain('nobody confirmed the gate of `do-it`')
    expect(readFileSync(join(place.folder, 'service.toml'), 'utf8')).toContain('workers = 3')
    const journal = readFileSync(runFile('journal.jsonl'), 'utf8').trimEnd().split('\n')
    const records = journal.map((line) => JSON.parse(line) as { type: string; outcome?: { values: object } })
    expect(records.map(({ type }) => type)).toEqual(['began', 'intended', 'attempted', 'suspended'])
    expect(records[2]?.outcome?.values).toEqual({})
  })
})

describe('P29: whatever a run shows', { timeout: 60_000 }, () => {
  it('never acts on the terminal: output, prose, a difference, a failure, a report', async () => {
    const more = await Promise.all(
      [
        ['resume', '--yes'],
        ['show', 'HOS-001'],
        ['run', 'HOS-001', '--dry-run'],
        ['validate'],
        ['find', hostile],
        ['run', hostile],
        ['run', 'HOS-001', '--input', `${hostile.replaceAll('\0', '')}=1`],
      ].map((words) => place.run(words)),
    )
    const report = await place.run(['report'])
    for (const [index, { stdout, stderr }] of [ended, report, ...more].entries())
      expect([index, actsOf(stderr).harmful, actsOf(stdout).harmful]).toEqual([index, [], []])
    expect(ended.stderr).toContain('\\u{1b}[2J')
  })
})

function runFile(name: string): string {
  const run = /\b(HOS-001-\d{8}-\d{4}-\w{4})\b/.exec(ended.stderr)?.[1] ?? ''
  return join(place.folder, 'state', 'runs', run, name)
}
