import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ended, type Identity, instancesIn, isAlive, signal } from './identity.ts'
import { layoutOf } from './layout.ts'

/** `lab.json`: what a run is given to work with the lab. */
export interface LabFile extends Identity {
  readonly name: string
  readonly port: number
  /** The door of the keeper, for the lab's own commands. */
  readonly control: string
  readonly fault: string | null
  readonly startedAt: string
  readonly inputs: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly path: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** One line for each fault, in the order of the README. */
export const faultNames = [
  'process-down',
  'stale-lock',
  'slow-storage',
  'storage-errors',
  'storage-errors-schema',
  'turso-down',
  'breaker-open',
  'breaker-open-backend-down',
  'low-hit-rate',
  'memory-growth',
  'hang-at-shutdown',
  'disk-nearly-full',
  'bad-release',
  'corrupt-cache',
  'data-loss',
] as const

/** Milliseconds that a lab may take until it is ready, with its fault in it. */
const startLimit = 30_000

/**
 * Starts a lab in `folder` (made when missing, otherwise it must be empty or a lab's) and resolves when the service is
 * ready and the fault shows. A lab that runs already is kept, and is given the fault. Rejects with a sentence.
 */
export async function up(folder: string, fault?: string): Promise<LabFile> {
  const root = resolve(folder)
  if (fault !== undefined) assertFault(fault)
  const running = status(root)
  if (running !== undefined) return fault === undefined ? running : setFault(root, fault)
  await clear(root)
  return start(root, fault)
}

/** Ends the lab in `folder`: its keeper and its services, and nothing else. False when there was none. */
export async function down(folder: string): Promise<boolean> {
  const root = resolve(folder)
  const layout = layoutOf(root)
  const file = readLabFile(layout.labFile)
  const keeper = file !== undefined && isAlive(file) ? [file] : []
  await end(keeper, 4000)
  const services = instancesIn(layout.instances)
  await end(services, 500)
  rmSync(layout.labFile, { force: true })
  return keeper.length + services.length > 0
}

/** Replaces the fault of a running lab; `null` puts everything back. Resolves when it shows, or when all is well. */
export async function setFault(folder: string, fault: string | null): Promise<LabFile> {
  if (fault !== null) assertFault(fault)
  await ask(folder, `/fault?fault=${fault ?? 'none'}`)
  return running(folder)
}

/** Whether the fault can be seen at this moment, whoever brought it about. */
export async function check(folder: string, fault: string): Promise<boolean> {
  assertFault(fault)
  return ((await ask(folder, `/present?fault=${fault}`)) as { present: boolean }).present
}

/** The lab that runs in `folder`; `undefined` when none does. */
export function status(folder: string): LabFile | undefined {
  const file = readLabFile(layoutOf(resolve(folder)).labFile)
  return file !== undefined && isAlive(file) ? file : undefined
}

function running(folder: string): LabFile {
  const file = status(folder)
  if (file === undefined) throw new Error(`no lab runs in ${folder}`)
  return file
}

async function ask(folder: string, page: string): Promise<unknown> {
  const response = await fetch(running(folder).control + page, { method: 'POST' })
  const answer = (await response.json()) as { error?: string }
  if (answer.error !== undefined) throw new Error(answer.error)
  return answer
}

/** What a lab left behind is removed; a folder that is none of ours is not touched. */
async function clear(root: string): Promise<void> {
  const layout = layoutOf(root)
  if (existsSync(root) && readdirSync(root).length > 0 && !existsSync(join(layout.run, 'lab.env'))) {
    throw new Error(`${root} is neither empty nor the folder of a lab`)
  }
  await down(root)
  rmSync(root, { recursive: true, force: true })
  mkdirSync(layout.run, { recursive: true, mode: 0o700 })
}

async function start(root: string, fault: string | undefined): Promise<LabFile> {
  const layout = layoutOf(root)
  const output = openSync(layout.keeperLog, 'a')
  const keeper = join(import.meta.dirname, `keeper${extname(import.meta.filename)}`)
  const words = [
    '--disable-warning=ExperimentalWarning',
    keeper,
    root,
    ...(fault === undefined ? [] : [fault]),
  ]
  const child = spawn(process.execPath, words, {
    cwd: root,
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  child.unref()
  for (const deadline = Date.now() + startLimit; Date.now() < deadline; await sleep(15)) {
    const file = readLabFile(layout.labFile)
    if (file !== undefined) return file
    if (child.exitCode !== null) break
  }
  child.kill('SIGKILL')
  await end(instancesIn(layout.instances), 500)
  throw new Error(`the lab did not start: ${readFileSync(layout.keeperLog, 'utf8').trim() || 'out of time'}`)
}

/** TERM, and KILL for those that still live after `limit` milliseconds. */
async function end(processes: readonly Identity[], limit: number): Promise<void> {
  await Promise.all(
    processes.map(async (identity) => {
      signal(identity, 'SIGTERM')
      if (await ended(identity, limit)) return
      signal(identity, 'SIGKILL')
      await ended(identity, 5000)
    }),
  )
}

function readLabFile(path: string): LabFile | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LabFile
  } catch {
    return undefined
  }
}

function assertFault(name: string): void {
  if ((faultNames as readonly string[]).includes(name)) return
  throw new Error(`the lab memory-service has no fault \`${name}\`, only ${faultNames.join(', ')}`)
}

const usage = `usage: node lab.ts up FOLDER [FAULT] | down FOLDER | fault FOLDER FAULT|none | check FOLDER FAULT | status FOLDER\n`

/** `check` ends with 0 while the fault is there and with 1 when it is gone; all others with 0 or, on error, 2. */
async function main([verb = '', folder, fault]: readonly string[]): Promise<number> {
  const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
  if (folder === undefined) return usageError()
  if (verb === 'up') print(await up(folder, fault))
  else if (verb === 'down') await down(folder)
  else if (verb === 'status') print(status(folder) ?? null)
  else if (verb === 'fault' && fault !== undefined) await setFault(folder, fault === 'none' ? null : fault)
  else if (verb === 'check' && fault !== undefined) return (await check(folder, fault)) ? 0 : 1
  else return usageError()
  return 0
}

function usageError(): number {
  process.stderr.write(usage)
  return 2
}

if (import.meta.main) {
  main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(`${(error as Error).message}\n`)
      process.exitCode = 2
    },
  )
}
