import { readlinkSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import type { JournalOperator } from '../../../schemas/journal.ts'
import { engineVersion } from '../../library/installation.ts'
import { systemClock } from '../../run/clock.ts'
import type { Hand } from '../../run/start.ts'
import { isTerminal } from '../streams.ts'

/** Who takes a run in hand now: the operator at this terminal, this engine, the system's clock. */
export function handOf(): Hand {
  return { operator: operatorNow(), engine: engineVersion(), clock: systemClock }
}

function operatorNow(): JournalOperator {
  return { user: userName(), host: hostname(), pid: process.pid, terminal: terminalName() }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}

function terminalName(): string | null {
  if (!isTerminal('stdin')) return null
  try {
    return readlinkSync('/proc/self/fd/0')
  } catch {
    return 'terminal'
  }
}
