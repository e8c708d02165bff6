import { spawn } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clear } from './clear.ts'
import { trials } from './trials.ts'

const root = join(import.meta.dirname, '..', '..')
const launcher = join(root, 'bin', 'runbook.cjs')
/** Milliseconds after which a shared machine is given up on. */
const longest = 1_200_000
/** Every so many-th mutant is tried on a change, each at night. */
const sample = trials(6, 1)

interface Drilled {
  readonly drill: string
  readonly status: string
  readonly problems: readonly object[]
}

interface Answer {
  readonly drills: readonly Drilled[]
  readonly coverage?: readonly {
    readonly runbook: string
    readonly drills: number
    readonly sections: { readonly percent: number; readonly missing: readonly string[] }
    readonly branches: { readonly percent: number; readonly missing: readonly string[] }
  }[]
}

/** `runbook drill` with a state folder of its own. */
function drill(state: string, ...words: readonly string[]): Promise<Answer> {
  const programs = programsIn(state)
  const env = { ...process.env, RUNBOOK_STATE: state, PATH: `${programs}${delimiter}${process.env.PATH}` }
  const child = spawn(process.execPath, [launcher, 'drill', ...words, '--json'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', () => done(JSON.parse(text) as Answer))
  })
}

/** A folder with `runbook` in it, as whoever installed it has on the PATH. */
function programsIn(state: string): string {
  const folder = join(state, 'programs')
  mkdirSync(folder, { recursive: true })
  rmSync(join(folder, 'runbook'), { force: true })
  symlinkSync(launcher, join(folder, 'runbook'))
  return folder
}

/** How much of a runbook its drills take at least, in percent. */
export interface Floor {
  readonly sections: number
  readonly branches: number
}

const usual: Floor = { sections: 90, branches: 100 }

/**
 * Runs all drills of a folder of `runbooks/`, and asks of them what must be: all pass, every runbook has one, its sections are
 * taken to 90 % and its branches to 100 %; and without its decisive action each fails. A drill that fails is tried once more
 * where vitest tries again, alone.
 * @param name folder below `runbooks/`
 * @param floors other floors, for runbooks by id
 */
export function proveLibrary(name: string, floors: Readonly<Record<string, Partial<Floor>>> = {}): void {
  const folder = join('runbooks', name)
  const pages = globSync('*.md', { cwd: join(root, folder) }).filter((page) => page !== 'README.md')
  const drills = globSync('drills/*.drill.yaml', { cwd: join(root, folder) })
    .map((file) => basename(file, '.drill.yaml'))
    .sort()
  const fileOf = (one: string) => join(folder, 'drills', `${one}.drill.yaml`)
  const state = mkdtempSync(join(tmpdir(), 'runbook-drills-'))
  afterAll(() => clear(state))

  describe(`the drills of ${name}`, () => {
    let first: Answer | undefined

    /** The first answer about all, or about one; a new one for whoever asks again. */
    const all = (): Promise<Answer> | Answer => first ?? drill(state, folder, '--coverage', '--quiet')
    const told = new Map<string, Drilled>()

    beforeAll(async () => {
      first = await drill(state, folder, '--coverage', '--quiet')
      for (const one of first.drills) told.set(one.drill, one)
    }, longest)

    it.each(drills)('%s', { timeout: longest }, async (one) => {
      const known = told.get(one) ?? (await drill(state, fileOf(one), '--quiet')).drills[0]
      told.delete(one)
      const { status, problems } = known ?? {}
      expect({ status, problems }).toEqual({
        status: expect.stringMatching(/^(passed|fails-as-expected)$/),
        problems: [],
      })
    })

    it('take enough sections and branches of every runbook', { timeout: longest }, async () => {
      const { coverage = [] } = await all()
      first = undefined
      expect(coverage).toHaveLength(pages.length)
      for (const { runbook, drills: own, sections, branches } of coverage) {
        const least = { ...usual, ...floors[runbook] }
        const missing = [
          ...(sections.percent >= least.sections ? [] : sections.missing),
          ...(branches.percent >= least.branches ? [] : branches.missing),
        ]
        expect({ runbook, drilled: own > 0, missing }).toEqual({ runbook, drilled: true, missing: [] })
      }
    })
  })

  describe('without its decisive action', () => {
    it(`each drill of ${name} fails`, { timeout: longest }, async () => {
      const tried = drills.filter((_, index) => index % sample === 0)
      const answer = await drill(state, ...tried.map(fileOf), '--mutate', '--quiet')
      expect(answer.drills.filter(({ status }) => status !== 'passed')).toEqual([])
    })
  })
}
