import { openSync } from 'node:fs'
import { openFileLimit, openFiles } from './process.ts'
import type { Engine } from './engine.ts'
import { handle } from './routes.ts'

/** Milliseconds between two turns of the clients, and of those who look after their own space. */
const turn = 100
const visit = 400

/** Queries in a turn; those that wait are not asked again. */
const queriesPerTurn = 3
const patience = 60

/** Milliseconds of processor time that one activation takes of a turn. */
const spreading = 13

/** The part of the files that may be open which abandoned work keeps open. */
const abandonedFiles = 0.86

/** The clients of the service: they store, ask and spread activation, and each tenant looks after its own memory. */
export class Load {
  readonly #engine: Engine
  readonly #held: Buffer[] = []
  #waiting = 0
  #stored = 0
  #owed = 0
  #wrote = performance.now()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  start(): void {
    setInterval(() => this.#turn(), turn)
    setInterval(() => void this.#visit(), visit)
  }

  #turn(): void {
    const { workingSet, leakSince, leakBytes, openFilesSince } = this.#engine.world()
    const took = stopwatch()
    this.#spread()
    for (let query = 0; query < queriesPerTurn; query++) void this.#query(workingSet)
    this.#write()
    if (leakSince !== null && this.#engine.startedAt < leakSince) this.#leak(leakBytes)
    if (openFilesSince !== null && this.#engine.startedAt < openFilesSince) this.#open()
    this.#engine.observe('activation', took())
  }

  /** Real work for the processor, so that it is really busy. */
  #spread(): void {
    const { activations } = this.#engine.world()
    const work = Math.min(activations - 1, this.#engine.config.maxConcurrency) * spreading
    for (const began = process.cpuUsage(); processorTime(began) < work;)
      Math.hypot(Math.random(), Math.random())
  }

  async #query(workingSet: number): Promise<void> {
    if (this.#waiting >= patience) return
    const id = `memory-${String(Math.floor(Math.random() * workingSet)).padStart(4, '0')}`
    const slept = this.#engine.distance(id, 'default')
    const took = stopwatch()
    this.#waiting++
    await this.#ask('default', id)
    this.#waiting--
    this.#engine.observe('query', took(slept))
  }

  async #ask(space: string, id: string): Promise<void> {
    const headers = { 'x-memory-space': space }
    const { status } = await handle(
      this.#engine,
      'GET',
      new URL(`/api/v1/memories/${id}`, 'http://lab'),
      headers,
      '',
    )
    this.#engine.failures.add(status === 200 ? 0 : 1)
  }

  #write(): void {
    const now = performance.now()
    this.#owed += (this.#engine.world().writes * (now - this.#wrote)) / 1000
    this.#wrote = now
    for (; this.#owed >= 1; this.#owed--) {
      const id = `load-${this.#engine.startedAt}-${this.#stored++}`
      const memory = { id, content: 'a client says', confidence: 0.9, activation: 0.5, embedding: [0.1, 0.2] }
      const took = stopwatch()
      try {
        if (!this.#engine.traits.readonly) this.#engine.store(this.#engine.spaces.get('default'), memory)
      } catch {
        this.#engine.failures.add(1)
      }
      this.#engine.observe('store', took())
    }
  }

  /** Each tenant asks for its own memory. */
  async #visit(): Promise<void> {
    for (const tenant of ['tenant_a', 'tenant_b']) await this.#ask(tenant, `${tenant}-0001`)
    if (this.#engine.world().sendsInfinity) await this.#sendInfinity()
  }

  /** JSON has no infinity, but numbers that are too large to be one. */
  async #sendInfinity(): Promise<void> {
    const body =
      '{"id":"sent-0001","content":"a client divided by zero","confidence":0.9,"embedding":[1e999]}'
    const headers = { 'x-memory-space': 'tenant_a' }
    await handle(this.#engine, 'POST', new URL('/api/v1/memories', 'http://lab'), headers, body)
  }

  #leak(bytes: number): void {
    if (this.#engine.leakedBytes < this.#engine.world().leakMost) {
      this.#held.push(Buffer.alloc(bytes, 1))
      this.#engine.leakedBytes += bytes
    } else this.#engine.log.error('memory', 'Memory allocation failed: out of memory')
  }

  #open(): void {
    const most = Math.floor(openFileLimit() * abandonedFiles)
    for (let file = openFiles(); file < most; file++) openSync('/dev/null', 'r')
    this.#engine.log.error('storage', 'Failed to open file: too many open files (EMFILE)')
  }
}

/**
 * Begins to measure what the service itself takes: told how many milliseconds of it are `slept`, it gives these and the
 * processor time, at most the time that went by. A machine that is busy with others does not make the service slow.
 */
function stopwatch(): (slept?: number) => number {
  const began = { at: performance.now(), used: process.cpuUsage() }
  return (slept = 0) => Math.min(performance.now() - began.at, slept + processorTime(began.used))
}

/** Milliseconds of processor time that this process has used since. */
function processorTime(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
