import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import type { RunMachine } from '../../engine/machine/types.ts'
import { journalPath, readJournal } from '../../engine/run/reading.ts'
import { createRunFolder } from '../../engine/run/store.ts'
import { scratch, writeJournal } from './journal-fixture.ts'

const place = scratch()
afterAll(() => place.remove())

interface Told {
  readonly starts: number
  readonly recorded: number
  readonly last: string
  readonly status: number | null
}

/** Ten steps in a process of their own; `wrapper` is what makes their disk fail. */
function tenSteps(folder: string, run: string, wrapper: readonly string[] = []): Told {
  const script = join(import.meta.dirname, 'journal-child.ts')
  const [program, ...rest] = [...wrapper, process.execPath, script, folder, run]
  const { stdout, status } = spawnSync(program ?? '', rest, { encoding: 'utf8' })
  const lines = stdout.trim().split('\n')
  const count = (word: string): number => lines.filter((line) => line.startsWith(word)).length
  return { starts: count('start '), recorded: count('recorded '), last: lines.at(-1) ?? '', status }
}

function injected(folder: string, fault: string): readonly string[] {
  const calls = fault.split(':')[0] ?? ''
  return [
    'strace',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-P',
    journalPath(folder),
    '-e',
    `trace=${calls}`,
    '-e',
    `inject=${fault}`,
  ]
}

const hasStrace = spawnSync('strace', ['-V']).status === 0
const inCi = process.env.CI !== undefined

describe('P4: a disk that does not take a record starts nothing more', () => {
  test('strace is there to inject errors, or this machine is not a CI', () => {
    if (!hasStrace) console.warn('SKIPPED: strace is not installed, so no disk errors can be injected')
    expect(hasStrace || !inCi).toBe(true)
  })

  test.runIf(hasStrace)('a sync that fails at any record stops there, and is not tried again', () => {
    for (let at = 1; at <= 20; at += 3) {
      const run = `RB-001-sync-${at}`
      const folder = writeJournal(place.folder, run, 1)
      const told = tenSteps(folder, run, injected(folder, `fdatasync:error=EIO:when=${at}`))
      expect(told.starts, `sync ${at}`).toBe(Math.floor(at / 2))
      expect(told).toMatchObject({ status: 4, last: expect.stringContaining('input/output error (EIO)') })
      expect(told.last).toContain(journalPath(folder))
      expect(readJournal(folder).chain.torn).toBe(0)
    }
  })

  test.runIf(hasStrace)('a write that fails at any record stops there', () => {
    for (let at = 1; at <= 20; at += 3) {
      const run = `RB-001-write-${at}`
      const folder = writeJournal(place.folder, run, 1)
      const told = tenSteps(folder, run, injected(folder, `write:error=EIO:when=${at}`))
      expect(told.starts, `write ${at}`).toBe(Math.floor(at / 2))
      expect(told).toMatchObject({ status: 4, last: expect.stringContaining('(EIO)') })
      expect(readJournal(folder).records).toHaveLength(at)
      expect(tenSteps(folder, run)).toMatchObject({ last: 'resolved', status: 0 })
    }
  })
})

describe('P4: a full disk', () => {
  const disk = join(place.folder, 'disk')
  let mounted = false
  beforeAll(() => {
    mkdirSync(disk)
    mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1400k', 'tmpfs', disk]).status === 0
  })
  afterAll(() => {
    if (mounted) spawnSync('umount', [disk])
  })

  test('a small disk can be mounted, or this machine is not a CI', () => {
    if (!mounted) console.warn('SKIPPED: a tmpfs cannot be mounted here, so a full disk is not tested')
    expect(mounted || !inCi).toBe(true)
  })

  test('with room for so many pages: what was started is recorded, nothing else starts, and it goes on later', ({
    skip,
  }) => {
    if (!mounted) skip()
    for (let pages = 0; pages <= 20; pages += 2) {
      const run = `RB-001-full-${pages}`
      const folder = writeJournal(disk, run, 1)
      const ballast = join(disk, 'ballast')
      fill(ballast, pages * 4096)
      const told = tenSteps(folder, run)
      expect(told.recorded, `${pages} pages left`).toBe(told.starts)
      const expected = told.starts === 10 ? /^resolved$/ : /no space left on the disk \(ENOSPC\)$/
      expect(told.last).toMatch(expected)
      expect(readJournal(folder).chain.damage).toBeUndefined()
      rmSync(ballast)
      expect(tenSteps(folder, run)).toMatchObject({ last: 'resolved', starts: 10 })
      clear(folder)
    }
  })

  test('a full state folder is named before anything starts', ({ skip }) => {
    if (!mounted) skip()
    const ballast = join(disk, 'ballast')
    fill(ballast, 8192)
    const machine = { start: 'a.md', runbooks: new Map() } as RunMachine
    expect(() => createRunFolder(disk, 'RB-001-x', machine)).toThrow(
      `the state folder \`${disk}\` cannot take a run: no space left`,
    )
    rmSync(ballast)
  })

  test('a read-only state folder is named before anything starts', ({ skip }) => {
    if (!mounted) skip()
    spawnSync('mount', ['-o', 'remount,ro', disk])
    const machine = { start: 'a.md', runbooks: new Map() } as RunMachine
    expect(() => createRunFolder(disk, 'RB-001-y', machine)).toThrow('the disk is read-only (EROFS)')
    spawnSync('mount', ['-o', 'remount,rw', disk])
  })

  /** Takes all room but so many bytes. */
  function fill(path: string, left: number): void {
    const free = 1400 * 1024 - usedBelow(disk)
    try {
      writeFileSync(path, Buffer.alloc(Math.max(0, free)))
    } catch {
      const size = statSync(path).size
      writeFileSync(path, Buffer.alloc(Math.max(0, size - left)))
    }
  }
})

function usedBelow(path: string): number {
  const { stdout } = spawnSync('du', ['-sb', path], { encoding: 'utf8' })
  return Number(stdout.split('\t')[0])
}

describe('P4: a state folder that is not there', () => {
  test.each([
    ['a file stands in its place', () => writeFileSync(join(place.folder, 'file'), ''), 'file'],
    ['a part of the path is a device', () => undefined, '/dev/null/state'],
  ])('%s: named before anything starts', (_, arrange, where) => {
    arrange()
    const state = where.startsWith('/') ? where : join(place.folder, where)
    const machine = { start: 'a.md', runbooks: new Map() } as RunMachine
    expect(() => createRunFolder(state, 'RB-001-z', machine)).toThrow(
      `the state folder \`${state}\` cannot take a run`,
    )
  })
})
