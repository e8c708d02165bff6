import { spawn } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clear } from './clear.ts'
import { todays } from './todays.ts'

const root = join(import.meta.dirname, '..', '..')
const launcher = join(root, 'bin', 'runbook.cjs')
/** Milliseconds after which a shared machine is given up on. */
const longest = 1_200_000
/** One of so many mutants is tried on a change. */
const mutants = 6

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

/** What drills must take of every runbook at least, in percent. */
const least = { sections: 90, branches: 100 }

/** The runbooks that have no drill, or whose drills take too little of them, and what is missing. */
function tooLittle({ coverage = [] }: Answer): object[] {
  return coverage.flatMap(({ runbook, drills, sections, branches }) => {
    const missing = [
      ...(sections.percent >= least.sections ? [] : sections.missing),
      ...(branches.percent >= least.branches ? [] : branches.missing),
    ]
    return drills > 0 && missing.length === 0 ? [] : [{ runbook, drills, missing }]
  })
}

/**
 * Runs the drills of a folder of `runbooks/`, and asks of them what must be: all pass, every runbook has one, its sections
 * are taken to 90 % and its branches to 100 %; and without its decisive action each fails. A drill that fails is tried once
 * more where vitest tries again, alone.
 * @param name folder below `runbooks/`
 * @param share one of so many drills is run on a change, see `todays`; what all of them say that they take is asked then
 */
export function proveLibrary(name: string, { share = 1 }: { readonly share?: number } = {}): void {
  const folder = join('runbooks', name)
  const pages = globSync('*.md', { cwd: join(root, folder) }).filter((page) => page !== 'README.md')
  const all = globSync('drills/*.drill.yaml', { cwd: join(root, folder) })
    .map((file) => basename(file, '.drill.yaml'))
    .sort()
  const drills = todays(all, share)
  const fileOf = (one: string) => join(folder, 'drills', `${one}.drill.yaml`)
  const state = mkdtempSync(join(tmpdir(), 'runbook-drills-'))
  afterAll(() => clear(state))

  describe(`${drills.length} of the ${all.length} drills of ${name}`, () => {
    const run = () => drill(state, ...drills.map(fileOf), '--coverage', '--quiet')
    const told = new Map<string, Drilled>()
    let first: Answer | undefined

    beforeAll(async () => {
      first = await run()
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

    const isWhole = drills.length === all.length
    const words = isWhole ? 'take' : 'and the others say that they take'

    it(`${words} enough sections and branches of every runbook`, { timeout: longest }, async () => {
      const said = () => drill(state, folder, '--dry-run', '--coverage')
      const answer = await (isWhole ? (first ?? run()) : said())
      first = undefined
      expect(answer.coverage).toHaveLength(pages.length)
      expect(tooLittle(answer)).toEqual([])
    })
  })

  describe('without its decisive action', () => {
    const tried = todays(all, mutants)

    it(`each of ${tried.length} drills of ${name} fails`, { timeout: longest }, async () => {
      const answer = await drill(state, ...tried.map(fileOf), '--mutate', '--quiet')
      expect(answer.drills.filter(({ status }) => status !== 'passed')).toEqual([])
    })
  })
}
