import type { Engine } from './engine.ts'

/** Milliseconds between two cycles: the minute of the configuration, a hundred and twenty times as fast. */
const interval = 500

/** Entries that one worker moves in a cycle. */
const perWorker = 20

/** Seconds of lag from which on a warning is written. */
const lagThreshold = 10

/** Moves what is in the write-ahead logs into the warm tiers, again and again, unless something keeps it from that. */
export class Consolidation {
  readonly #engine: Engine

  constructor(engine: Engine) {
    this.#engine = engine
  }

  start(): void {
    setInterval(() => this.#turn(), interval)
  }

  #turn(): void {
    const { config, log, traits } = this.#engine
    const lag = this.#engine.walLag()
    if (lag > lagThreshold) log.warn('wal', `WAL lag ${lag.toFixed(1)}s exceeds threshold (${lagThreshold}s)`)
    this.#migrate()
    if (!config.consolidation.enabled || traits.readonly || this.#isStuck())
      return void (this.#engine.rate = 0)
    this.#engine.cycleError = this.#obstacle()
    if (this.#engine.cycleError !== undefined) this.#fail(this.#engine.cycleError)
    else this.#cycle()
  }

  #isStuck(): boolean {
    const { stuckSince } = this.#engine.world()
    return stuckSince !== null && this.#engine.startedAt < stuckSince
  }

  #obstacle(): string | undefined {
    const { config, world, spaces } = this.#engine
    const { patternSeconds, batchThatFits } = world()
    if (patternSeconds > config.consolidation.timeoutSeconds) return 'pattern detection timeout'
    if (config.consolidation.maxBatchSize > batchThatFits)
      return `not enough memory for a batch of ${config.consolidation.maxBatchSize}`
    if (spaces.all().some((space) => space.invalid().length > 0)) {
      this.#engine.log.error('serialization', 'Serialization failed: NaN values in embeddings')
      return 'serialization failed'
    }
    return undefined
  }

  #fail(why: string): void {
    this.#engine.cycleFailures++
    this.#engine.rate = 0
    this.#engine.log.warn('consolidation', `Consolidation cycle failed: ${why}`)
  }

  #cycle(): void {
    let left = this.#engine.config.flushWorkers * perWorker
    let moved = 0
    for (const space of this.#engine.spaces.all()) {
      const count = left > 0 ? space.consolidate(left) : 0
      left -= count
      moved += count
    }
    this.#engine.rate = moved / (interval / 1000)
    this.#engine.cycles++
    this.#engine.lastCycle = Date.now()
    this.#engine.log.debug('consolidation', `Consolidation cycle complete: ${moved} entries`)
  }

  /** What wants to be warm and finds no room waits in the queue. */
  #migrate(): void {
    const { config, log, world } = this.#engine
    const excess = world().warmDemand - config.warmCapacity
    if (excess <= 0) this.#engine.migrationQueue = 0
    else {
      this.#engine.migrationQueue += Math.ceil(excess / 10)
      log.error(
        'tiers',
        `StorageError::MigrationFailed: the warm tier is full (${config.warmCapacity} memories)`,
      )
    }
  }
}
