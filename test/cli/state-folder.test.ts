import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Place } from '../helpers/cli.ts'
import { oneStep } from './fixtures.ts'

let place: Place

beforeAll(() => {
  place = new Place()
  place.write('one.md', oneStep('ONE-001', '```bash read\ntouch started\n```'))
  writeFileSync(join(place.folder, 'file'), '')
  mkdirSync(join(place.folder, 'folder'))
  symlinkSync('nowhere/at/all', join(place.folder, 'dangling'))
})

afterAll(() => place.close())

it.each([
  ['/proc/x', /\(ENOENT\)/],
  ['/sys/x', /\((EPERM|EACCES|EROFS)\)/],
  ['file', /something that is no folder stands in its way \(EEXIST\)/],
  ['file/below', /something that is no folder stands in its way \(EEXIST\)/],
  ['dangling', /something that is no folder stands in its way \(EEXIST\)/],
])(
  'a run whose state folder would be %s is refused in a sentence, and nothing is started',
  async (path, why) => {
    const state = path.startsWith('/') ? path : join(place.folder, path)
    const { status, stderr } = await place.run(['run', 'ONE-001', '--yes'], {
      environment: { RUNBOOK_STATE: state },
    })
    expect(status).toBe(1)
    expect(stderr).toMatch(why)
    expect(stderr).toContain(`the state folder \`${state}\` cannot take a run: `)
    expect(stderr).toContain('help: set `RUNBOOK_STATE` to a folder that you can write to')
    expect(existsSync(join(place.folder, 'started'))).toBe(false)
  },
  20_000,
)

it.each([['runs'], ['report'], ['stats'], ['stop', 'ONE-001-X', '--reason', 'done']])(
  '%s says that the runs there cannot be read',
  async (...words) => {
    const state = join(place.folder, 'file')
    const { status, stdout, stderr } = await place.run(words, { environment: { RUNBOOK_STATE: state } })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      `error: the runs in \`${state}\` cannot be read: a part of the path is not a folder (ENOTDIR)\n  = help: set \`RUNBOOK_STATE\` to a folder that you may read, or ask as the user whose runs these are\n`,
    )
  },
)

it('neither is a lab, and nothing hangs', async () => {
  const environment = { RUNBOOK_STATE: '/proc/x' }
  for (const words of [
    ['run', 'ONE-001', '--lab', 'memory-service'],
    ['lab', 'up', 'memory-service'],
  ]) {
    const { status, stderr } = await place.run(words, { environment })
    expect({ words, status }).toEqual({ words, status: 1 })
    expect(stderr).toContain('the state folder `/proc/x` cannot take a run: ')
  }
}, 20_000)
