import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mutants } from './mutation/mutants.ts'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs', 'promises.md'), 'utf8')

interface Named {
  readonly file: string
  readonly name: string
}

/** Every test of the page: a file in back-ticks, a colon, and names in quotes. */
const named: readonly Named[] = [
  ...page.matchAll(/`(test\/[^`]+\.test\.ts)`: ((?:"[^"]+"(?:, )?)+)/g),
].flatMap(([, file = '', names = '']) =>
  [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ file, name })),
)

describe('docs/promises.md', () => {
  test('has a row for every promise that can be kept now', () => {
    const kept = [
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 20, 21, 22, 23, 24, 26, 27, 28, 29, 30, 31,
    ]
    const rows = [...page.matchAll(/^\| \*\*([P\d, ]+)\*\*/gm)].flatMap(([, ids = '']) => ids.split(', '))
    expect(rows.map((id) => Number(id.slice(1))).sort((a, b) => a - b)).toEqual(kept)
    expect(named.length).toBeGreaterThan(50)
  })

  test.each(named)('$file: $name', ({ file, name }) => {
    expect(existsSync(join(root, file))).toBe(true)
    const text = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'")
    expect(text.includes(`'${name}'`) || text.includes(`\`${name}\``) || text.includes(`"${name}"`)).toBe(
      true,
    )
  })
})

describe('the mutants', () => {
  test.each(mutants)('$name', ({ file, from, to, tests }) => {
    expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2)
    expect(to).not.toBe(from)
    expect(existsSync(join(root, tests[0] ?? ''))).toBe(true)
  })
})
