import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { mkdirSync, realpathSync, statSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import type { BlockPlace } from '../../machine/types.ts'
import type { Outcome } from '../../outcome.ts'

/** A value that must not be seen; `name` stands in its place. */
export interface Secret {
  readonly name: string
  readonly value: string
}

/** One start of one command, with everything that the supervisor needs to know about it. */
export interface Order extends Attempted {
  /** File name below `output/`, without its ending: `0007-check-the-port`. */
  readonly stem: string
  readonly program: string
  readonly arguments: readonly string[]
  /** The whole environment, but for `RUNBOOK_OUTPUT`, which the supervisor adds. */
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  /** What the program reads, in base64, and on which descriptor: 3, or 0 behind programs that close the others. */
  readonly input: string
  readonly inputAt: 0 | 3
  /** How a shell tells what it exported, on descriptor 4 when its session ends. */
  readonly session: 'bash' | 'env' | 'none'
  /** Names that neither a value nor an export may take; those of inputs count for exports alone. */
  readonly inputs: readonly string[]
  /** Another user runs it, through sudo. */
  readonly as?: string
  /** Milliseconds: until TERM, and from TERM to KILL. */
  readonly timeout: number
  readonly grace: number
  /** Bytes kept of each stream; the command goes on when more comes. */
  readonly outputLimit: number
}

/** A command in hand: how far its two files have grown. */
export interface Progress {
  readonly stem: string
  readonly pid: number
  readonly startedAt: string
  readonly stdout: number
  readonly stderr: number
}

/** What the engine says, one JSON text a line. */
export type FromEngine =
  | { readonly type: 'hello'; readonly nonce: string }
  | {
      readonly type: 'join'
      readonly proof: string
      readonly epoch: number
      readonly secrets: readonly Secret[]
    }
  | { readonly type: 'start'; readonly order: Order }
  | { readonly type: 'stop'; readonly stem: string }
  | { readonly type: 'end' }

/** What the supervisor says. */
export type FromSupervisor =
  | { readonly type: 'hello'; readonly nonce: string; readonly proof: string }
  | { readonly type: 'joined'; readonly running: readonly Progress[] }
  | { readonly type: 'refused'; readonly reason: string }
  | ({ readonly type: 'started' } & Progress)
  | ({ readonly type: 'grown' } & Progress)
  | { readonly type: 'ended'; readonly stem: string; readonly outcome: Outcome }

/** Names one start of one command in a run; file names and markers are made from it. */
export interface Attempted {
  readonly place: BlockPlace
  readonly attempt: number
  /** The block only looks once more, beside the machine; such starts are counted by themselves. */
  readonly look?: true
}

/** What is known of a start: written before the program starts, and again with its `pid` right after. */
export interface StartRecord extends Attempted {
  readonly stem: string
  readonly epoch: number
  readonly at: string
  readonly boot: string
  readonly pid?: number
  readonly pidStart?: string
}

/** What is known of an end: written when the command has ended. */
export interface EndRecord extends Attempted {
  readonly stem: string
  readonly outcome: Outcome
}

/** Whether two records speak of the same start of the same block. */
export function sameAttempt(one: Attempted, other: Attempted): boolean {
  const [a, b] = [one.place, other.place]
  const samePlace =
    a.frame === b.frame && a.runbook === b.runbook && a.section === b.section && a.block === b.block
  return samePlace && one.attempt === other.attempt && one.look === other.look
}

/** File with the run's key, for the operator's account alone: whoever can read it is the engine or the supervisor. */
export function keyPath(runDirectory: string): string {
  return join(runDirectory, 'supervisor.key')
}

/** File with the highest epoch that a supervisor of the run has seen. */
export function epochPath(runDirectory: string): string {
  return join(runDirectory, 'supervisor.epoch')
}

/**
 * Where the one supervisor of a run listens. On Linux an abstract socket: the system frees it when the process
 * dies, and two can never hold it. Elsewhere a file in a folder of the user's own, short enough for `sun_path`.
 */
export function socketAddress(runDirectory: string): string {
  const name = createHash('sha256').update(realpathSync(runDirectory)).digest('hex').slice(0, 32)
  return process.platform === 'linux' ? `\0runbook-${name}` : join(socketFolder(), name)
}

function socketFolder(): string {
  const { uid } = userInfo()
  const folder = join(tmpdir(), `runbook-${uid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid: owner, mode } = statSync(folder)
  if (owner !== uid || (mode & 0o077) !== 0) throw new Error(`${folder} is open to other users`)
  return folder
}

/** Shows that one knows the run's key without saying it; each side proves itself, so a squatter learns nothing. */
export function prove(key: string, role: 'engine' | 'supervisor', nonce: string): string {
  return createHmac('sha256', key).update(`${role}:${nonce}`).digest('hex')
}

/** Whether a proof is right, in constant time. */
export function isProof(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Bytes of the longest message that either side believes: a script and its whole environment fit many times. */
const longestMessage = 64 * 1024 * 1024

/** Hands on each message that the other side says; a side that says what is none is cut off. */
export function readMessages(socket: Socket, take: (message: FromEngine | FromSupervisor) => void): void {
  const read = jsonLines(longestMessage, take)
  socket.on('data', (bytes: Buffer) => {
    try {
      read(bytes)
    } catch {
      socket.destroy()
    }
  })
  socket.on('error', () => undefined)
}

/** Cuts a byte stream into JSON texts, one a line. @throws when a line is longer than `limit` bytes or not JSON. */
function jsonLines(
  limit: number,
  take: (message: FromEngine | FromSupervisor) => void,
): (bytes: Buffer) => void {
  let kept: Buffer[] = []
  let size = 0
  return (bytes) => {
    let start = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const line = Buffer.concat([...kept, bytes.subarray(start, end)])
      kept = []
      size = 0
      start = end + 1
      take(JSON.parse(line.toString()) as FromEngine | FromSupervisor)
    }
    if (start < bytes.length) kept.push(Buffer.from(bytes.subarray(start)))
    size += bytes.length - start
    if (size > limit) throw new Error('line too long')
  }
}
