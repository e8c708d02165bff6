import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLogSearch } from '../../engine/logs.ts'
import { compilePattern } from '../../engine/pattern.ts'
import { Place } from '../helpers/cli.ts'

const place = new Place()
afterAll(() => place.close())
beforeAll(() => {
  const page = (id: string, title: string, logs: string) =>
    place.write(
      `${id}.md`,
      `---\nid: ${id}\nlogs:\n${logs}---\n\n# ${title}\n\n## Look\n\n\`\`\`bash read\ntrue\n\`\`\`\n`,
    )
  page(
    'WAL-001',
    'Log is behind',
    "  - { match: '/WAL .* is \\d+ segments behind/', strategy: intervene, note: Not yet safe. }\n  - { match: /fsync failed/i, strategy: restart }\n",
  )
  page('NET-001', 'Refused', '  - { match: /connection refused/i, strategy: retry }\n')
})

const log = [
  '2026-11-22 INFO all is well',
  '2026-11-22 WARN WAL disk1 is 12 segments behind',
  '2026-11-22 ERROR Connection refused by \u001b[2J10.0.0.1',
  '2026-11-22 WARN WAL disk1 is 13 segments behind',
  'FSYNC FAILED',
].join('\r\n')

describe('find --log', () => {
  test('ranks the runbooks that the lines point to, with counts and samples that are safe to show', async () => {
    const file = join(place.folder, 'engine.log')
    writeFileSync(file, log)
    const { status, stdout } = await place.run(['find', '--log', file])
    expect(status).toBe(0)
    expect(stdout).toBe(`ID       LINES  STRATEGY            TITLE
WAL-001  3      intervene, restart  Log is behind
NET-001  1      retry               Refused

WAL-001
  2 × /WAL .* is \\d+ segments behind/ → intervene: Not yet safe.
    2: 2026-11-22 WARN WAL disk1 is 12 segments behind
    4: 2026-11-22 WARN WAL disk1 is 13 segments behind
  1 × /fsync failed/i → restart
    5: FSYNC FAILED

NET-001
  1 × /connection refused/i → retry
    3: 2026-11-22 ERROR Connection refused by \\u{1b}[2J10.0.0.1
`)
    const json = await place.run(['--json', 'find', '--log', '-'], { input: log })
    expect(JSON.parse(json.stdout)).toMatchObject([
      { id: 'WAL-001', lines: 3 },
      { id: 'NET-001', lines: 1, patterns: [{ count: 1, samples: [{ line: 3 }] }] },
    ])
  })

  test('is silent on a healthy log, and says so with its status', async () => {
    const text = await place.run(['find', '--log', '-'], { input: 'all is well\n' })
    expect([text.status, text.stdout, text.stderr]).toEqual([1, '', ''])
    const json = await place.run(['--json', 'find', '--log', '-'], { input: '' })
    expect([json.status, json.stdout]).toEqual([1, '[]\n'])
    const missing = await place.run(['find', '--log', '/none.log'])
    expect([missing.status, missing.stderr]).toEqual([
      2,
      'error: cannot read `/none.log`: no such file or folder (ENOENT)\n  = help: name a file that you may read, or `-` for standard input\n',
    ])
  })

  test('remembers a bounded part of a log of any size', () => {
    const search = openLogSearch([
      { id: 'A', title: '', path: '', logs: [{ match: '/refused/', strategy: 'retry' }] },
    ])
    for (let line = 0; line < 200_000; line++) search.line(`connection ${line} refused ${'x'.repeat(500)}`)
    const [hit] = search.hits()
    expect(hit?.lines).toBe(200_000)
    expect(JSON.stringify(hit).length).toBeLessThan(1_500)
  })
})

test('a pattern matches what JavaScript matches, whatever is looked for first', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    'ab',
    '\\.',
    '.',
    '[ab]',
    '(?:ab|b)',
    'a+',
    '(ab)?',
    '(?:ab){2}',
    '^',
    '\\d',
  )
  const source = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '1', 'A', 'É', '-', '$'), maxLength: 12 })
  fc.assert(
    fc.property(source, text, fc.constantFrom('', 'i', 'iu'), (pattern, line, flags) => {
      expect(compilePattern(pattern, flags).test(line)).toBe(new RegExp(pattern, flags).test(line))
    }),
    { numRuns: 2_000 },
  )
})
