/** Failures in a row after which the breaker opens. */
const tolerance = 5

export type BreakerState = 'closed' | 'open' | 'half-open'

/** The numbers of `memory_circuit_breaker_state`. */
export const breakerNumber: Readonly<Record<BreakerState, number>> = { closed: 0, open: 1, 'half-open': 2 }

/**
 * Stops calls to a backend that cannot be reached. It stays open until someone resets it:
 * half open lets calls through, the next success closes it, the next failure opens it.
 */
export class Breaker {
  #failures = 0
  #state: BreakerState = 'closed'

  get state(): BreakerState {
    return this.#state
  }

  succeeded(): void {
    this.#failures = 0
    if (this.#state === 'half-open') this.#state = 'closed'
  }

  /** True when this failure opened it. */
  failed(): boolean {
    this.#failures++
    const opens = this.#state === 'half-open' || (this.#state === 'closed' && this.#failures >= tolerance)
    if (opens) this.#state = 'open'
    return opens
  }

  reset(): void {
    if (this.#state === 'open') this.#state = 'half-open'
    this.#failures = 0
  }
}
