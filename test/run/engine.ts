import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { clear } from '../helpers/clear.ts'
import type { EngineOrder, EngineWord } from './engine-child.ts'

/** A place of its own for one trial: a state folder, a runbook, and a file to which each of its commands adds a line. */
export interface Trial {
  readonly folder: string
  readonly state: string
  readonly runbook: string
  readonly effects: string
}

/** How a process of the engine ended, and everything that it said. */
export interface Told {
  readonly signal: NodeJS.Signals | null
  readonly status: number | null
  readonly words: readonly EngineWord[]
}

/** The engine as one file beside its supervisor, as it is shipped: it starts several times faster than from sources. */
export interface BuiltEngine {
  readonly program: string
  run(order: EngineOrder, environment?: NodeJS.ProcessEnv, wrapper?: readonly string[]): Told
  /** The same, while others run beside it. */
  runBeside(order: EngineOrder, environment?: NodeJS.ProcessEnv): Promise<Told>
  start(order: EngineOrder, environment?: NodeJS.ProcessEnv): ReturnType<typeof spawn>
  remove(): void
}

const root = join(import.meta.dirname, '..', '..')

export async function buildEngine(): Promise<BuiltEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-engine-'))
  const input = {
    engine: join(root, 'test/run/engine-child.ts'),
    supervisor: join(root, 'engine/run/supervisor/main.ts'),
    change: join(root, 'engine/run/change/main.ts'),
  }
  const resolve = { mainFields: ['module', 'main'] }
  const bundle = await rolldown({ cwd: root, input, resolve, platform: 'node', logLevel: 'silent' })
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  })
  await bundle.close()
  const program = join(folder, 'engine.js')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const environmentOf = (more: NodeJS.ProcessEnv = {}) => ({
    ...process.env,
    NODE_COMPILE_CACHE: folder,
    ...more,
  })
  return {
    program,
    run(order, environment, wrapper = []) {
      const [command, ...rest] = [...wrapper, process.execPath, program, JSON.stringify(order)]
      const options = { input: '', encoding: 'utf8', env: environmentOf(environment) } as const
      const { signal, status, stdout, stderr } = spawnSync(command ?? '', rest, options)
      return told({ signal, status, stdout, stderr })
    },
    runBeside(order, environment) {
      const words = [program, JSON.stringify(order)]
      const child = spawn(process.execPath, words, { env: environmentOf(environment) })
      const said = { stdout: '', stderr: '' }
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
      return new Promise<Exited>((done) => {
        child.on('close', (status, signal) => done({ status, signal, ...said }))
      }).then(told)
    },
    start(order, environment) {
      return spawn(process.execPath, [program, JSON.stringify(order)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: environmentOf(environment),
      })
    },
    remove: () => clear(folder),
  }
}

interface Exited {
  readonly signal: NodeJS.Signals | null
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function told({ signal, status, stdout, stderr }: Exited): Told {
  if (stderr.includes('Error')) throw new Error(stderr)
  return { signal, status, words: wordsOf(stdout) }
}

/** The whole lines of what an engine said: a killed one may have left half of a line. */
export function wordsOf(text: string): EngineWord[] {
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as EngineWord)
}

export function newTrial(text: string): Trial {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-trial-'))
  const runbook = join(folder, 'runbook.md')
  writeFileSync(runbook, text)
  return { folder, state: join(folder, 'state'), runbook, effects: join(folder, 'effects') }
}

export function startOrder({ state, runbook, effects }: Trial): EngineOrder {
  return { verb: 'start', state, runbook, inputs: { EFFECTS: effects } }
}

/** The lines that commands have added, in their order. */
export function effectsOf({ effects }: Trial): string[] {
  return existsSync(effects) ? readFileSync(effects, 'utf8').trim().split('\n') : []
}

/** The folder of the trial's one run, if it has got that far. */
export function runFolder({ state }: Trial): string | undefined {
  const runs = join(state, 'runs')
  const [name] = existsSync(runs) ? readdirSync(runs) : []
  return name === undefined ? undefined : join(runs, name)
}
