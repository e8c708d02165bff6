import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Place } from '../helpers/cli.ts'
import { oneStep } from './fixtures.ts'

const launcher = join(resolve(import.meta.dirname, '../..'), 'bin', 'runbook.cjs')
let place: Place

beforeAll(() => {
  place = new Place()
  place.write('one.md', oneStep('ONE-001', '```bash read\ntrue\n```\n\nSee [notes](../notes.md#there).'))
  writeFileSync(join(place.folder, 'notes.md'), '# There\n')
})

afterAll(() => place.close())

/** The built program: only that one remembers. */
function validate(...paths: string[]): { status: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, [launcher, 'validate', ...paths], {
    cwd: place.folder,
    env: place.environment,
    encoding: 'utf8',
  })
  return { status, said: stderr.split('\n')[0] ?? '' }
}

function remembered(): number {
  const engines = join(place.folder, 'cache', 'runbook')
  return existsSync(engines)
    ? readdirSync(engines, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('verdict-'))
        .length
    : 0
}

it('says the same again without reading a runbook, and anew when a file that it asked about changes', () => {
  const clean = validate()
  expect(clean.said).toBe('1 runbook, nothing found')
  expect(remembered()).toBe(1)
  expect(validate()).toEqual(clean)
  writeFileSync(join(place.folder, 'notes.md'), '# Elsewhere\n')
  expect(validate().said).toContain('[broken-link]')
  expect(validate().said).toContain('[broken-link]')
  rmSync(join(place.folder, 'notes.md'))
  expect(validate().said).toContain('[broken-link]')
  writeFileSync(join(place.folder, 'notes.md'), '# There\n')
  expect(validate()).toEqual(clean)
})

it('judges the text that is there now', () => {
  place.write('one.md', oneStep('ONE-001', '```bash read\nrm -rf /srv/data\n```'))
  const { status, said } = validate()
  expect({ status, said }).toMatchObject({ status: 1, said: expect.stringContaining('error[') })
  expect(validate()).toEqual({ status, said })
})

it('reads what a file links to, also when only that file is asked about', () => {
  const next = '```bash read\ntrue\n```\n\n**Next** → [There](three.md#look)'
  place.write('two.md', oneStep('TWO-001', next))
  const three = oneStep('THREE-001', '```bash read\ntrue\n```')
  const heading = /^## (.*)$/m.exec(three)?.[1] ?? ''
  place.write('three.md', three.replace(`## ${heading}`, '## Look'))
  const clean = validate('runbooks/two.md')
  expect(clean.said).toBe('1 runbook, nothing found')
  expect(validate('runbooks/two.md')).toEqual(clean)
  place.write('three.md', three.replace(`## ${heading}`, '## Search'))
  expect(validate('runbooks/two.md').said).toContain('[unknown-target]')
  rmSync(join(place.folder, 'runbooks', 'three.md'))
  expect(validate('runbooks/two.md').said).toContain('[unknown-target]')
})
