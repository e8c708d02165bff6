import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { Job } from './job.ts'
import { redactionOf } from './mask.ts'
import { Pipes } from './pipes.ts'
import { bootId } from './proc.ts'
import {
  epochPath,
  isProof,
  keyPath,
  prove,
  readMessages,
  type FromEngine,
  type FromSupervisor,
  type Order,
  type Secret,
} from './protocol.ts'
import { Notes } from './records.ts'

/** How often an engine is told that output has grown, in milliseconds. */
const growth = 20

/** What the process around it decides: `idle` is called when nobody is joined and nothing runs. */
export interface Host {
  readonly runDirectory: string
  readonly scratch: string
  idle(): void
  end(): void
}

/** The one supervisor of a run: starts commands for the engine that holds the run, and outlives it. */
export class Supervisor {
  readonly #host: Host
  readonly #key: string
  readonly #pipes: Pipes
  readonly #boot = bootId()
  readonly #notes: Notes
  readonly #jobs = new Map<string, Job>()
  readonly #joined = new Set<Socket>()
  #epoch: number
  #secrets: readonly Secret[] = []
  #redaction = redactionOf([])
  #growing: NodeJS.Timeout | undefined

  constructor(host: Host) {
    this.#host = host
    this.#key = readFileSync(keyPath(host.runDirectory), 'utf8')
    this.#epoch = readEpoch(host.runDirectory)
    this.#pipes = new Pipes(host.scratch)
    this.#notes = new Notes(host.runDirectory, this.#boot)
  }

  get working(): boolean {
    return this.#jobs.size > 0
  }

  get joined(): boolean {
    return this.#joined.size > 0
  }

  /** Ends what runs; the outcomes are still recorded. */
  stopAll(): void {
    for (const job of this.#jobs.values()) job.stop()
  }

  /** Talks with one engine. Whoever does not know the run's key, or is of an older epoch, is turned away. */
  accept(socket: Socket): void {
    const nonce = randomBytes(16).toString('hex')
    const peer = { epoch: -1 }
    readMessages(socket, (line) => {
      const message = line as FromEngine
      if (message.type === 'hello') {
        say(socket, { type: 'hello', nonce, proof: prove(this.#key, 'supervisor', message.nonce) })
      } else if (message.type === 'join') this.#join(socket, peer, message, nonce)
      else this.#obey(socket, peer.epoch, message)
    })
    socket.on('close', () => {
      this.#joined.delete(socket)
      this.#rest()
    })
  }

  #join(
    socket: Socket,
    peer: { epoch: number },
    message: Extract<FromEngine, { type: 'join' }>,
    nonce: string,
  ): void {
    if (!isProof(message.proof, prove(this.#key, 'engine', nonce))) return socket.destroy() && undefined
    if (message.epoch < this.#epoch) return refuse(socket, 'somebody else has taken this run over')
    peer.epoch = message.epoch
    this.#raise(message.epoch)
    this.#learn(message.secrets)
    this.#joined.add(socket)
    say(socket, { type: 'joined', running: [...this.#jobs.values()].map((job) => job.progress) })
  }

  /** What was once a secret of this run stays one. */
  #learn(secrets: readonly Secret[]): void {
    const known = new Set(this.#secrets.map(({ name, value }) => `${name}=${value}`))
    const fresh = secrets.filter(({ name, value }) => !known.has(`${name}=${value}`))
    if (fresh.length === 0) return
    this.#secrets = [...this.#secrets, ...fresh]
    this.#redaction = redactionOf(this.#secrets)
  }

  #raise(epoch: number): void {
    if (epoch === this.#epoch) return
    this.#epoch = epoch
    const path = epochPath(this.#host.runDirectory)
    writeFileSync(`${path}.new`, String(epoch), { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
  }

  #obey(socket: Socket, epoch: number, message: Exclude<FromEngine, { type: 'hello' | 'join' }>): void {
    if (!this.#joined.has(socket)) return socket.destroy() && undefined
    if (epoch < this.#epoch) return refuse(socket, 'somebody else has taken this run over')
    if (message.type === 'start') void this.#start(message.order)
    if (message.type === 'stop') this.#jobs.get(message.stem)?.stop()
    if (message.type === 'end' && this.#jobs.size === 0) this.#host.end()
  }

  async #start(order: Order): Promise<void> {
    const job = new Job(order, {
      output: join(this.#host.runDirectory, 'output'),
      scratch: this.#host.scratch,
      pipes: this.#pipes,
      notes: this.#notes,
      redaction: this.#redaction,
      secrets: new Set(this.#secrets.map(({ name }) => name)),
      epoch: this.#epoch,
      boot: this.#boot,
    })
    this.#jobs.set(order.stem, job)
    const outcome = await job.run(() => {
      this.#tell({ type: 'started', ...job.progress })
      this.#growing ??= setInterval(() => this.#tellGrowth(), growth)
    })
    this.#jobs.delete(order.stem)
    this.#tell({ type: 'ended', stem: order.stem, outcome })
    this.#rest()
  }

  /** An engine that does not read is told less often, never waited for. */
  #tellGrowth(): void {
    for (const job of this.#jobs.values()) {
      for (const socket of this.#joined) {
        if (socket.writableLength < 65536) say(socket, { type: 'grown', ...job.progress })
      }
    }
  }

  #tell(message: FromSupervisor): void {
    for (const socket of this.#joined) say(socket, message)
  }

  #rest(): void {
    if (this.#jobs.size === 0) {
      clearInterval(this.#growing)
      this.#growing = undefined
    }
    if (this.#jobs.size === 0) this.#host.idle()
  }
}

function say(socket: Socket, message: FromSupervisor): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
}

function refuse(socket: Socket, reason: string): void {
  say(socket, { type: 'refused', reason })
  socket.end()
}

function readEpoch(runDirectory: string): number {
  try {
    return Number(readFileSync(epochPath(runDirectory), 'utf8'))
  } catch {
    return 0
  }
}
