import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Progress } from '../../renderers/terminal/progress.ts'
import { drain } from '../cli/fixtures.ts'
import { builtProgram } from '../helpers/built.ts'
import { clear } from '../helpers/clear.ts'
import { seconds, small, Stage } from './stage.ts'

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

describe('while a library is read that takes long enough', () => {
  let stage: Stage
  beforeAll(() => {
    stage = new Stage()
    const page = `${drain}\n${'Prose.\n\n'.repeat(300)}`
    for (let number = 1; number <= 600; number++)
      stage.place.write(`${number}.md`, page.replace('QUE-001', `QUE-${number}`))
  })
  afterAll(() => stage.close())

  it('stands on a terminal, and is gone at the end; a pipe has none of it', () => {
    const options = { cwd: stage.place.folder, env: stage.place.environment, encoding: 'utf8' } as const
    const words = [...builtProgram, 'validate'].join(' ')
    const { stdout } = spawnSync('script', ['-qec', words, '/dev/null'], options)
    expect(stdout).toMatch(
      /\r\x1b\[2Kreading \d+ of 600 · [\d.]+ m?s · about [\d.]+ m?s left · runbooks\/\d+\.md/,
    )
    expect(stdout.lastIndexOf('\r\x1b[2K')).toBeGreaterThan(stdout.lastIndexOf(' of 600 · '))
    clear(join(stage.place.folder, 'cache'))
    expect(spawnSync('sh', ['-c', words], options).stderr).not.toContain('reading')
    clear(join(stage.place.folder, 'cache'))
  }, 60_000)

  it.each([['validate'], ['import', 'runbooks', '--out', 'imported'], ['docs', 'build', '--out', 'site']])(
    'is gone at Ctrl-C, which ends `%s` as ever',
    async (...words) => {
      const terminal = stage.open(words, small, {}, ['sh', '-c', 'trap : INT; "$@"; echo "status $?"', 'sh'])
      await terminal.shows(/ing \d+ of 600/, seconds)
      terminal.type('', 'C-c')
      const screen = await terminal.shows(/status \d+\n/, seconds)
      expect(screen.split('\n')[0]).toBe('status 130')
    },
    60_000,
  )
})
