import { appendFileSync } from 'node:fs'

const levels = ['error', 'warn', 'info', 'debug'] as const
type Level = (typeof levels)[number]

/** Writes lines to the log file and, when an init started the service, to its journal. */
export interface Log {
  error(part: string, message: string): void
  warn(part: string, message: string): void
  info(part: string, message: string): void
  debug(part: string, message: string): void
}

/** Lines of one kind (part and first two words) beyond this many a second are dropped, as journald does. */
const burst = 5

export interface LogOptions {
  readonly file: string
  /** The journal of the init that started the service, when one did. */
  readonly journal: string | undefined
  readonly unit: string
  /** The crate that writes, the first part of every target. */
  readonly crate: string
  /** As in `info`, or as `RUST_LOG` has it: `memory_core=debug`. */
  readonly level: string
}

export function openLog({ file, journal, unit, crate, level }: LogOptions): Log {
  const wanted = levels.indexOf((level.split('=').at(-1) ?? 'info') as Level)
  const threshold = wanted === -1 ? levels.indexOf('info') : wanted
  const allow = limiter()
  const write = (level: Level) => (part: string, message: string) => {
    if (levels.indexOf(level) > threshold) return
    if (!allow(part + message.split(' ', 2).join(' '))) return
    const now = new Date().toISOString()
    const text = `${level.toUpperCase().padStart(5)} ${crate}::${part}: ${message}`
    appendFileSync(file, `${now} ${text}\n`)
    if (journal !== undefined) appendFileSync(journal, `${now} lab ${unit}[${process.pid}]: ${text}\n`)
  }
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') }
}

function limiter(): (kind: string) => boolean {
  let second = 0
  let counts = new Map<string, number>()
  return (kind) => {
    const now = Math.floor(Date.now() / 1000)
    if (now !== second) counts = new Map()
    second = now
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return count <= burst
  }
}
