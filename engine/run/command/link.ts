import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import {
  isProof,
  prove,
  readMessages,
  socketAddress,
  type FromEngine,
  type FromSupervisor,
  type Progress,
  type Secret,
} from '../supervisor/protocol.ts'

/** What one side needs to know to be let in. */
export interface Credentials {
  readonly key: string
  readonly epoch: number
  readonly secrets: readonly Secret[]
}

/** The run has a younger engine: this one must not start anything any more. */
export class Fenced extends Error {
  override readonly name = 'Fenced'
}

/** A line to the supervisor of a run. */
export interface Link {
  /** What ran when we joined. */
  readonly running: readonly Progress[]
  say(message: FromEngine): void
  /** Everything it says from now on; `undefined` once, when it is gone or turned us away (`reason`). */
  listen(listener: (message: FromSupervisor | undefined, reason?: string) => void): void
  close(): void
  /** Whether the process may end although the line is open. */
  hold(held: boolean): void
}

/**
 * Joins the supervisor of a run, or gives nothing back when none listens. Both sides prove that they know the run's
 * key before a secret is said. @throws {Fenced} when it has seen a younger epoch.
 */
export function joinSupervisor(runDirectory: string, credentials: Credentials): Promise<Link | undefined> {
  const socket = connect(socketAddress(runDirectory))
  const nonce = randomBytes(16).toString('hex')
  return new Promise((resolve, reject) => {
    const early: FromSupervisor[] = []
    let listener: Parameters<Link['listen']>[0] = (message) => void (message && early.push(message))
    let reason: string | undefined
    const hear: Link['listen'] = (given) => {
      listener = given
      for (const message of early.splice(0)) given(message)
    }
    readMessages(socket, (line) => {
      const message = line as FromSupervisor
      if (message.type === 'hello') answer(socket, message, nonce, credentials)
      else if (message.type === 'refused') {
        reason = message.reason
        reject(new Fenced(message.reason))
      } else if (message.type === 'joined') {
        resolve(makeLink(socket, message.running, hear))
      } else listener(message)
    })
    socket.on('close', () => {
      resolve(undefined)
      listener(undefined, reason)
    })
    socket.on('connect', () => say(socket, { type: 'hello', nonce }))
  })
}

/** Whoever listens there without knowing the key learns nothing. */
function answer(
  socket: Socket,
  hello: Extract<FromSupervisor, { type: 'hello' }>,
  nonce: string,
  { key, epoch, secrets }: Credentials,
): void {
  if (!isProof(hello.proof, prove(key, 'supervisor', nonce))) return void socket.destroy()
  say(socket, { type: 'join', proof: prove(key, 'engine', hello.nonce), epoch, secrets })
}

function makeLink(socket: Socket, running: readonly Progress[], listen: Link['listen']): Link {
  return {
    running,
    listen,
    say: (message) => say(socket, message),
    close: () => socket.destroy(),
    hold: (held) => void (held ? socket.ref() : socket.unref()),
  }
}

function say(socket: Socket, message: FromEngine): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
}
