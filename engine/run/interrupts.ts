/** Why a run comes to rest before its end: Ctrl-C twice, TERM, the terminal is gone, or the operator said so after one Ctrl-C. */
export type Interruption = 'interrupted' | 'terminated' | 'hung-up' | 'operator'

/** What the engine was told by signals. */
export interface Interrupts {
  /** Aborts once when the run must come to rest; its reason is an {@link Interruption}. */
  readonly signal: AbortSignal
  /** A word of the operator for whoever goes on, when the run comes to rest by their wish. */
  readonly note?: () => string | undefined
  /** Forgets a single Ctrl-C: what it asked about is over. */
  rearm(): void
  /** Gives the signals back to the system. */
  close(): void
}

/**
 * Listens to the signals that end programs. A first Ctrl-C only calls `ask`; a second one, before {@link Interrupts.rearm},
 * interrupts. TERM and HUP interrupt at once. A terminal that is gone, a log on a full disk or a descriptor that is
 * closed makes every write fail: such failures are ignored from here on, because what was written is in the journal
 * and in the output files.
 */
export function listenToSignals(ask: () => void): Interrupts {
  const rest = new AbortController()
  let asked = false
  const listeners: readonly (readonly [NodeJS.Signals, () => void])[] = [
    ['SIGINT', () => (asked ? rest.abort('interrupted') : ((asked = true), ask()))],
    ['SIGTERM', () => rest.abort('terminated')],
    ['SIGHUP', () => rest.abort('hung-up')],
  ]
  for (const [signal, listener] of listeners) process.on(signal, listener)
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreFailedWrite)
  return {
    signal: rest.signal,
    rearm: () => void (asked = false),
    close: () => listeners.forEach(([signal, listener]) => process.off(signal, listener)),
  }
}

/** Whatever the system's reason is (EIO, EPIPE, EBADF, ENOSPC): nobody can be told over a stream that takes nothing. */
export function ignoreFailedWrite(error: NodeJS.ErrnoException): void {
  if (error.syscall !== 'write') throw error
}

/** No signal ever: for runs inside another program. */
export function noInterrupts(): Interrupts {
  return { signal: new AbortController().signal, rearm: () => undefined, close: () => undefined }
}

/** The interruption that is due, if one is. */
export function interruption(signal: AbortSignal): Interruption | undefined {
  return signal.aborted ? (signal.reason as Interruption) : undefined
}

/** The value of a promise, or the interruption that came first. */
export async function orInterrupted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly value: T } | { readonly interrupted: Interruption }> {
  let onAbort: (() => void) | undefined
  const interrupted = new Promise<{ readonly interrupted: Interruption }>((resolve) => {
    onAbort = () => resolve({ interrupted: signal.reason as Interruption })
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([promise.then((value) => ({ value })), interrupted])
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort)
  }
}

/** What the record says about each interruption. */
export const interruptionReasons: Readonly<Record<Interruption, string>> = {
  interrupted: 'the operator pressed Ctrl-C twice',
  terminated: 'the engine was told to end (TERM)',
  'hung-up': 'the terminal is gone (HUP)',
  operator: 'the operator suspended the run',
}
