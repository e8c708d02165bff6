import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'vitest'
import { type Ended, runAlone, runWith } from './operator.ts'
import { type Path, paths } from './paths.ts'

const root = join(import.meta.dirname, '..', '..')
const runbook = [process.execPath, join(root, 'bin', 'runbook.cjs')]
const lab = join(root, 'test', 'lab', 'memory-service', 'lab.ts')

interface Walked extends Ended {
  /** Sections in the order in which something first happened in them. */
  readonly passed: readonly string[]
  readonly result: string | undefined
  readonly recoveries: readonly string[]
  readonly mended: boolean
}

describe('each path of the library, on a stand-in service of its own', () => {
  it.concurrent.for(paths)(
    '$runbook: $name',
    { timeout: 120_000 },
    async (path, { expect, onTestFailed }) => {
      const { output, passed, ...walked } = await walk(path)
      onTestFailed(() => console.error(output))
      const wanted = passed.filter((section) => path.passes.includes(section))
      const { exit, result, passes, recoveries = [], mends = false } = path
      const expected = { exit, result, recoveries, mended: mends, passed: passes }
      expect({ ...walked, passed: wanted }).toEqual(expected)
    },
  )

  it.concurrent(
    'RB-002: with nobody there it stops at its first gate and changes nothing',
    async ({ expect }) => {
      const state = mkdtempSync(join(tmpdir(), 'runbook-path-'))
      const environment = { ...process.env, RUNBOOK_STATE: state }
      const ended = await runAlone([...runbook, 'run', 'RB-002', '--lab', 'memory-service'], environment)
      const started = factsOf(state).filter(({ type }) => type === 'intended' || type === 'attempted')
      tearDown(state)
      expect({ exit: ended.exit, started }).toEqual({ exit: 3, started: [] })
    },
  )
})

/** One run in a state folder of its own, and what its journal says; the lab was there before it and is still there after it. */
async function walk(path: Path): Promise<Walked> {
  const state = mkdtempSync(join(tmpdir(), 'runbook-path-'))
  const environment = {
    ...process.env,
    RUNBOOK_STATE: state,
    RUNBOOK_INPUT_EVIDENCE_DIR: state,
    TMPDIR: state,
  }
  const place = path.fault === undefined ? 'memory-service' : `memory-service:${path.fault}`
  const command = [...runbook, 'run', path.runbook, '--lab', place, ...(path.flags ?? [])]
  try {
    await runAlone([...runbook, 'lab', 'up', 'memory-service'], environment)
    const ended = await (path.operator
      ? runWith(path.operator, command, environment)
      : runAlone(command, environment))
    return {
      ...ended,
      ...recorded(state),
      mended: path.mends === true && (await isMended(state, path.fault ?? '')),
    }
  } finally {
    tearDown(state)
  }
}

interface Fact {
  readonly type: string
  readonly section?: string
  readonly choice?: string
}

function factsOf(state: string): Fact[] {
  return globSync(join(state, 'runs', '*', 'journal.jsonl')).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Fact),
  )
}

/** What the journal says of a run, and its head how it ended. */
function recorded(state: string): Pick<Walked, 'passed' | 'result' | 'recoveries'> {
  const facts = factsOf(state)
  const sections = facts.flatMap(({ section }) => section ?? [])
  const recoveries = facts.flatMap(({ type, choice }) => (type === 'recovered' ? (choice ?? []) : []))
  const [head] = globSync(join(state, 'runs', '*', 'head.json'))
  const summary = head === undefined ? {} : (JSON.parse(readFileSync(head, 'utf8')) as { result?: string })
  return { passed: [...new Set(sections)], result: summary.result, recoveries }
}

/** Whether the fault is gone; the service looks at itself once a second or so, and shows it then. */
async function isMended(state: string, fault: string): Promise<boolean> {
  const folder = join(state, 'labs', 'memory-service')
  for (let look = 0; look < 20; look++) {
    if (spawnSync(process.execPath, [lab, 'check', folder, fault]).status === 1) return true
    await sleep(500)
  }
  return false
}

function tearDown(state: string): void {
  spawnSync(runbook[0] ?? '', [...runbook.slice(1), 'lab', 'down', 'memory-service'], {
    env: { ...process.env, RUNBOOK_STATE: state },
  })
  rmSync(state, { recursive: true, force: true })
}
