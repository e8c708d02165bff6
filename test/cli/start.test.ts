import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { Script } from 'node:vm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { clear } from '../helpers/clear.ts'

const root = resolve(import.meta.dirname, '..', '..')
let copy: string

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'runbook-start-'))
  for (const part of ['bin', 'dist', 'package.json', 'runbooks'])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})

beforeEach(() => clear(join(copy, 'dist', 'compiled')))

afterAll(() => clear(copy))

function start(...words: string[]) {
  return spawnSync(process.execPath, [join(copy, 'bin', 'runbook.cjs'), ...words], {
    cwd: copy,
    env: { PATH: process.env.PATH, HOME: copy },
    encoding: 'utf8',
  })
}

function compiled(): string[] {
  return globSync('dist/compiled/*/*.code', { cwd: copy }).sort()
}

/** Bytes of the code of a file before any of its functions is called. */
function codeOfLoading(code: string): number {
  const source = readFileSync(join(copy, 'dist', 'parts', basename(code, '.code')), 'utf8')
  return new Script(`(function () {${source}\n})`).createCachedData().length
}

it('keeps the code that it compiled, and starts from it: whole functions, not only what a file begins with', () => {
  const first = start('list')
  const [code] = compiled().filter((file) => file.includes('runbook-'))
  const kept = readFileSync(join(copy, code ?? ''))
  expect(kept.length).toBeGreaterThan(1.3 * codeOfLoading(code ?? ''))
  expect(start('list').stdout).toBe(first.stdout)
  expect(readFileSync(join(copy, code ?? '')).equals(kept)).toBe(true)
})

it('writes none in a dry run, and starts as well from code that is not V8’s', () => {
  const dry = start('run', 'RB-002', '--dry-run')
  expect(dry.status).toBe(0)
  expect(compiled()).toEqual([])
  start('list')
  for (const file of compiled()) writeFileSync(join(copy, file), Buffer.alloc(4096))
  const { status, stderr } = start('list')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

it('says so when nothing was built', () => {
  rmSync(join(copy, 'dist', 'runbook.cjs'))
  const { status, stderr } = start('list')
  expect(status).toBe(69)
  expect(stderr).toBe(
    `error: the program is not built: ${join(copy, 'dist', 'runbook.cjs')} is missing\n  = help: run \`npm run build\` in ${copy}\n`,
  )
})
