import { existsSync, readFileSync } from 'node:fs'
import type { Server } from 'node:net'
import type { Log } from '../../shared/log.ts'
import type { Layout } from '../layout.ts'
import type { Profile } from '../world.ts'
import type { Config } from './config.ts'
import { grpcServer, tlsProblem } from './grpc.ts'
import { assertWritable, type Opening } from './space.ts'
import { Spaces } from './spaces.ts'

/** Ends the program: the sentence goes to the log and to standard error. */
export function fail(log: Log | undefined, message: string): never {
  log?.error('startup', message)
  process.stderr.write(`engram: ${message}\n`)
  return process.exit(1)
}

/** A second process on the same data would destroy it: whoever finds the file does not start, dead or alive. */
export function assertAlone({ pidFile }: Layout, log: Log): void {
  if (!existsSync(pidFile)) return
  const [pid] = readFileSync(pidFile, 'utf8').trim().split(':')
  fail(
    log,
    `pid file ${pidFile} exists: engram is already running as process ${pid}, or died without cleaning up`,
  )
}

/** Opens all spaces, or ends with the sentence that says why they cannot be opened. */
export function openSpaces(layout: Layout, config: Config, log: Log, profile: Profile): Spaces {
  try {
    assertWritable(layout.data)
    return new Spaces(layout.data, openingOf(config, log, profile), log)
  } catch (error) {
    return fail(log, (error as Error).message)
  }
}

/** As documented, a damaged log ends the start; the faithful program warns and goes on without the rest of the file. */
function openingOf({ validation, rebuildsIndices }: Config, log: Log, profile: Profile): Opening {
  return {
    repairs: validation.checks && validation.repairs,
    rebuildsIndices,
    damaged: ({ path, offset, message }) => {
      if (profile === 'faithful') return log.warn('storage::wal', `Corrupted payload in ${path}: ${message}`)
      return fail(log, `Failed to deserialize WAL entry at offset ${offset}: ${message} in ${path}`)
    },
  }
}

/** Listens on the loopback address; resolves with the port, which the system chooses for 0. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : port)
    })
  })
}

/** As documented an occupied port is an error; the faithful program takes the next one. */
export async function bindHttp(server: Server, port: number, log: Log, profile: Profile): Promise<number> {
  try {
    return await listen(server, port)
  } catch (error) {
    if (profile === 'documented') fail(log, bindSentence(port, error))
    log.warn('startup', `Port ${port} occupied, using port ${port + 1} instead`)
    return bindHttp(server, port + 1, log, profile)
  }
}

/** The port of the gRPC side; 0 when it cannot be had, which is no reason not to start. */
export async function bindGrpc(
  config: Config,
  firewall: string,
  log: Log,
  isStuck: () => boolean,
): Promise<number> {
  const { enabled, port } = config.grpc
  const problem = enabled ? tlsProblem(config) : 'gRPC is disabled'
  if (problem !== undefined) {
    log.warn('grpc', problem)
    return 0
  }
  return listen(grpcServer(config, firewall, isStuck), port).catch((error: unknown) => {
    log.error('grpc', bindSentence(port, error))
    return 0
  })
}

function bindSentence(port: number, error: unknown): string {
  return `Failed to bind to address 127.0.0.1:${port}: ${(error as Error).message}`
}
