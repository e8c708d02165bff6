import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trials } from '../helpers/trials.ts'

const root = join(import.meta.dirname, '..', '..')
const launcher = join(root, 'bin', 'runbook.cjs')
const folder = join('runbooks', 'memory-service')
const drills = globSync('drills/*.drill.yaml', { cwd: join(root, folder) })
  .map((file) => basename(file, '.drill.yaml'))
  .sort()
const state = mkdtempSync(join(tmpdir(), 'runbook-drills-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))

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

function drill(...words: readonly string[]): Promise<Answer> {
  const env = { ...process.env, RUNBOOK_STATE: state }
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

describe('the drills of memory-service', () => {
  let answer: Answer

  beforeAll(async () => {
    answer = await drill(folder, '--coverage', '--quiet')
  }, 1_200_000)

  it.each(drills)('%s', (name) => {
    const { status, problems } = answer.drills.find((one) => one.drill === name) ?? {}
    expect({ status, problems }).toEqual({ status: 'passed', problems: [] })
  })

  it('take at least 90 % of the sections of every runbook, and every branch', () => {
    const { coverage = [] } = answer
    expect(coverage).toHaveLength(16)
    for (const { runbook, drills: own, sections, branches } of coverage) {
      expect({ runbook, own: own > 0, enough: sections.percent >= 90 }).toEqual({
        runbook,
        own: true,
        enough: true,
      })
      expect({ runbook, missing: branches.missing }).toEqual({ runbook, missing: [] })
    }
  })
})

describe('without its decisive action', () => {
  it('each drill fails', { timeout: 1_200_000 }, async () => {
    const tried = drills.filter((_, index) => index % sample === 0)
    const answer = await drill(
      ...tried.map((name) => join(folder, 'drills', `${name}.drill.yaml`)),
      '--mutate',
      '--quiet',
    )
    expect(answer.drills.filter(({ status }) => status !== 'passed')).toEqual([])
  })
})
