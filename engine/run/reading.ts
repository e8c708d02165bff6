import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { JournalRecord, Note } from '../../schemas/journal.ts'
import type { RunEvent } from '../machine/types.ts'
import { verifyChain, type Chain, type Sealed } from './chain.ts'
import { readHead, type Head } from './head.ts'
import { DamagedJournal } from './refusal.ts'

/** A record as it stands in the file. */
export type SealedRecord = JournalRecord & Sealed

/** A journal as it was found: its records, and what had to be repaired or could not be checked. */
export interface JournalReading {
  readonly records: readonly SealedRecord[]
  readonly chain: Chain
  readonly head: Head | undefined
}

/**
 * Reads and verifies a run's journal against its chain and its second witness, without writing.
 * @throws {DamagedJournal} for anything but a last line that was cut while it was written.
 */
export function readJournal(folder: string): JournalReading {
  const head = readHead(folder)
  const path = journalPath(folder)
  const chain = verifyChain(readFileSync(path))
  const damage = chain.damage ?? foreign(chain, basename(folder)) ?? missing(chain, head)
  if (damage !== undefined) throw new DamagedJournal(path, damage.record, damage.why)
  return { records: chain.records as readonly SealedRecord[], chain, head }
}

function foreign(chain: Chain, run: string): Chain['damage'] {
  const first = chain.records[0]
  if (first === undefined) return undefined
  if (first.type !== 'began') return { record: 1, why: 'a journal begins with `began`' }
  const named = (first as Sealed & { readonly run?: unknown }).run
  return named === run ? undefined : { record: 1, why: `it is the journal of run \`${String(named)}\`` }
}

function missing(chain: Chain, head: Head | undefined): Chain['damage'] {
  if (head === undefined || head.n === 0) return undefined
  const record = chain.records[head.n - 1]
  if (record === undefined) {
    return { record: chain.records.length + 1, why: `records up to ${head.n} were written and are missing` }
  }
  return record.hash === head.hash
    ? undefined
    : { record: head.n, why: 'it is not the record that was written' }
}

const notes: ReadonlySet<JournalRecord['type']> = new Set([
  'began',
  'intended',
  'resumed',
  'suspended',
  'reminded',
  'notified',
  'shelled',
  'looked',
] satisfies Note['type'][])

/** Whether a record is a fact that the machine replays. */
export function isFact(record: SealedRecord): record is SealedRecord & RunEvent {
  return !notes.has(record.type)
}

/** The fact alone, without what the chain adds. */
export function factOf({ n: _n, epoch: _epoch, hash: _hash, ...fact }: SealedRecord & RunEvent): RunEvent {
  return fact
}

/** Where a run's journal stands. */
export function journalPath(folder: string): string {
  return join(folder, 'journal.jsonl')
}
