import { existsSync, readFileSync } from 'node:fs'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { labFolder } from '../../shared/environment.ts'
import { Refusal } from '../../shared/refusal.ts'
import { layoutOf } from '../layout.ts'

export const layout = layoutOf(labFolder())

/** Parses flags as the program does: what it does not know, it refuses. */
export function flags<T extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
}

export interface Running {
  readonly pid: number
  readonly port: number
}

/** What a pid file says; `undefined` when it is not there. */
export function readPidFile(path = layout.pidFile): Running | undefined {
  if (!existsSync(path)) return undefined
  const [pid = Number.NaN, port = Number.NaN] = readFileSync(path, 'utf8').trim().split(':').map(Number)
  return { pid, port }
}

/** Asks the service that the pid file names. Rejects with a sentence when it does not answer. */
export async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const running = readPidFile()
  if (running === undefined) throw new Error('No running Engram server found')
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return fetch(`http://127.0.0.1:${running.port}${path}`, { method, ...sent }).catch(() => {
    throw new Error(`the service does not answer on port ${running.port}`)
  })
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
