import { spawn } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trials } from './trials.ts'

const root = join(import.meta.dirname, '..', '..')
const launcher = join(root, 'bin', 'runbook.cjs')
/** Drills at a time: they wait more than they work. */
const jobs = '4'
/** Every so many-th mutant is tried on a change, each at night. */
const sample = trials(6, 1)

interface Answer {
  readonly drills: readonly {
    readonly drill: string
    readonly status: string
    readonly problems: readonly object[]
  }[]
  readonly coverage?: readonly {
    readonly runbook: string
    readonly drills: number
    readonly sections: { readonly percent: number }
    readonly branches: { readonly percent: number; readonly missing: readonly string[] }
  }[]
}

/** `runbook drill` with a state folder of its own. */
function drill(state: string, ...words: readonly string[]): Promise<Answer> {
  const programs = programsIn(state)
  const env = { ...process.env, RUNBOOK_STATE: state, PATH: `${programs}${delimiter}${process.env.PATH}` }
  const child = spawn(process.execPath, [launcher, 'drill', ...words, '--json', '--jobs', jobs], {
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

/**
 * Runs all drills of a folder of `runbooks/`, and asks of them what must be: all pass, every runbook has one, its sections are
 * taken to 90 % and its branches to so many percent; and without its decisive action each fails.
 * @param name folder below `runbooks/`
 * @param runbooks how many runbooks it holds
 */
export function proveLibrary(
  name: string,
  { runbooks, branches: least = 100 }: { readonly runbooks: number; readonly branches?: number },
): void {
  const folder = join('runbooks', name)
  const drills = globSync('drills/*.drill.yaml', { cwd: join(root, folder) })
    .map((file) => basename(file, '.drill.yaml'))
    .sort()
  const state = mkdtempSync(join(tmpdir(), 'runbook-drills-'))
  afterAll(() => rmSync(state, { recursive: true, force: true }))

  describe(`the drills of ${name}`, () => {
    let answer: Answer

    beforeAll(async () => {
      answer = await drill(state, folder, '--coverage', '--quiet')
    }, 1_200_000)

    it.each(drills)('%s', (one) => {
      const { status, problems } = answer.drills.find((told) => told.drill === one) ?? {}
      expect({ status, problems }).toEqual({
        status: expect.stringMatching(/^(passed|fails-as-expected)$/),
        problems: [],
      })
    })

    it(`take at least 90 % of the sections of every runbook, and ${least} % of its branches`, () => {
      const { coverage = [] } = answer
      expect(coverage).toHaveLength(runbooks)
      for (const { runbook, drills: own, sections, branches } of coverage) {
        const enough = sections.percent >= 90
        expect({ runbook, own: own > 0, enough }).toEqual({ runbook, own: true, enough: true })
        const missing = branches.percent >= least ? [] : branches.missing
        expect({ runbook, missing }).toEqual({ runbook, missing: [] })
      }
    })
  })

  describe('without its decisive action', () => {
    it(`each drill of ${name} fails`, { timeout: 1_200_000 }, async () => {
      const tried = drills.filter((_, index) => index % sample === 0)
      const files = tried.map((one) => join(folder, 'drills', `${one}.drill.yaml`))
      const answer = await drill(state, ...files, '--mutate', '--quiet')
      expect(answer.drills.filter(({ status }) => status !== 'passed')).toEqual([])
    })
  })
}
