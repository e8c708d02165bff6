import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Progress } from '../../renderers/terminal/progress.ts'
import { drain } from '../cli/fixtures.ts'
import { builtProgram } from '../helpers/built.ts'
import { Place } from '../helpers/cli.ts'

/** Work whose steps end at these milliseconds; gives what was written at each, and at its end. */
function written(
  ends: readonly number[],
  more: {
    readonly columns?: number
    readonly interactive?: boolean
    readonly at?: string
    readonly total?: number
  },
): string[] {
  let now = 0
  let text = ''
  const sheet = {
    write: (piece: string) => void (text += piece),
    columns: more.columns ?? 80,
    interactive: more.interactive ?? true,
    now: () => now,
  }
  const progress = new Progress(sheet, 'validating', more.total)
  const taken = (): string => {
    const piece = text
    text = ''
    return piece
  }
  const steps = ends.map((end) => {
    now = end
    progress.step(more.at)
    return taken()
  })
  progress.clear()
  return [...steps, taken()]
}

it('says what, how far, how long it took and how long it will take', () => {
  expect(written([400, 600, 650, 2000], { total: 8, at: 'a.md' })).toEqual([
    '',
    '\r\x1b[2Kvalidating 2 of 8 · 600 ms · about 1.8 s left · a.md',
    '',
    '\r\x1b[2Kvalidating 4 of 8 · 2 s · about 2 s left · a.md',
    '\r\x1b[2K',
  ])
})

it('counts without a total, keeps to one line that has room for ^C, and spells out what a name must not do', () => {
  expect(written([900], { at: 'x\x1b[2J'.repeat(9), columns: 40 })).toEqual([
    '\r\x1b[2Kvalidating 1 · 900 ms · …2Jx\\u{1b}[2J',
    '\r\x1b[2K',
  ])
})

it('writes nothing where no line can be taken back, and nothing about short work', () => {
  expect(written([600, 900], { interactive: false, total: 2 })).toEqual(['', '', ''])
  expect(written([100, 200], { total: 2 })).toEqual(['', '', ''])
})

it('stands on a terminal while a library is validated, and is gone at the end; a pipe has none of it', () => {
  const place = new Place()
  try {
    for (let number = 1; number <= 250; number++)
      place.write(`${number}.md`, drain.replace('QUE-001', `QUE-${number}`))
    const options = { cwd: place.folder, env: place.environment, encoding: 'utf8' } as const
    const words = [...builtProgram, 'validate'].join(' ')
    const { stdout } = spawnSync('script', ['-qec', words, '/dev/null'], options)
    expect(stdout).toMatch(
      /\r\x1b\[2Kreading \d+ of 250 · [\d.]+ m?s · about [\d.]+ m?s left · runbooks\/\d+\.md/,
    )
    expect(stdout.lastIndexOf('\r\x1b[2K')).toBeGreaterThan(stdout.lastIndexOf(' of 250 · '))
    rmSync(join(place.folder, 'cache'), { recursive: true })
    expect(spawnSync('sh', ['-c', words], options).stderr).not.toContain('reading')
  } finally {
    place.close()
  }
}, 60_000)
