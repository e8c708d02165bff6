import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { builtProgram } from '../helpers/built.ts'
import { Place } from '../helpers/cli.ts'
import { oneStep } from './fixtures.ts'

const day = 24 * 60 * 60

let place: Place
let cache: string
beforeEach(() => {
  place = new Place()
  cache = join(place.folder, 'cache', 'runbook')
  for (const n of [1, 2, 3]) put(n, 'df')
})
afterEach(() => place.close())

const put = (n: number, command: string): string =>
  place.write(
    `disk-${n}.md`,
    oneStep(`DISK-00${n}`, `Disk ${n} is full.\n\n\`\`\`bash read\n${command}\n\`\`\``),
  )

function validate(before: string = '') {
  const words = builtProgram.map((word) => `'${word}'`).join(' ')
  const { status, stderr } = spawnSync('bash', ['-c', `${before}\nexec ${words} validate`], {
    cwd: place.folder,
    env: place.environment,
    encoding: 'utf8',
  })
  return { status, stderr }
}

/** A file as it would be when it was last used so many seconds ago. */
function leave(seconds: number, ...path: readonly string[]): string {
  const file = join(cache, ...path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, 'kept')
  return age(file, seconds)
}

function age(file: string, seconds: number): string {
  const time = Date.now() / 1000 - seconds
  utimesSync(file, time, time)
  return file
}

const nothing = { status: 0, stderr: '3 runbooks, nothing found\n' }

test('what nothing has read for 30 days goes, and so does what a killed process left', () => {
  const replaced = leave(31 * day, 'older-engine', 'pages-1')
  const kept = leave(29 * day, 'another-engine', 'pages-1')
  const unused = leave(31 * day, 'another-engine', 'pages-2')
  const draft = leave(2 * 60 * 60, 'another-engine', 'pages-1.77.new')
  const written = leave(60, 'another-engine', 'pages-1.78.new')
  expect(validate()).toEqual(nothing)
  const files = [replaced, dirname(replaced), unused, draft, kept, written]
  expect(files.map((file) => existsSync(file))).toEqual([false, false, false, false, true, true])
})

test('it is looked for once a day', () => {
  validate()
  const unused = leave(31 * day, 'older-engine', 'pages-1')
  put(1, 'df -h')
  validate()
  expect(existsSync(unused)).toBe(true)
  age(join(cache, 'trimmed'), day + 60)
  put(1, 'df -i')
  validate()
  expect(existsSync(unused)).toBe(false)
})

test('what is read stays', () => {
  validate()
  const [verdict = ''] = globSync(join(cache, '*', 'verdict-*'))
  age(verdict, 20 * day)
  expect(validate()).toEqual(nothing)
  expect(Date.now() - statSync(verdict).mtimeMs).toBeLessThan(day * 1000)
})

test('a disk that takes a part only keeps nothing of it, and the check is made all the same', () => {
  expect(validate('ulimit -f 1')).toEqual(nothing)
  const files = globSync(join(cache, '*', '*')).map((file) => basename(file))
  expect(files.filter((name) => !name.startsWith('verdict-'))).toEqual([])
  expect(validate()).toEqual(nothing)
})
