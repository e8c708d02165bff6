import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clear } from '../helpers/clear.ts'
import type { Began, Intended, JournalRecord } from '../../schemas/journal.ts'
import type { Sealed } from '../../engine/run/chain.ts'
import { createJournal, openJournal } from '../../engine/run/journal.ts'
import { readJournal } from '../../engine/run/reading.ts'
import { summaryOf } from '../../engine/run/store.ts'

export const noon = '2026-11-20T12:00:00.000Z'

/** The first record of a run, as the engine writes it. */
export function beganRecord(run: string): Began {
  return {
    at: noon,
    type: 'began',
    run,
    engine: '0.1.0',
    runbook: 'RB-001',
    title: 'Ä title with 🚨 in it',
    runbooks: { 'a.md': 'a'.repeat(64) },
    start: 'a.md',
    directory: '/',
    inputs: [{ name: 'TOKEN', from: 'environment', secret: true }],
    operator: { user: 'ops', host: 'here', pid: 1, terminal: null },
    options: [],
  }
}

/** A fact whose length differs with its number, with text that must be escaped. */
export function ticked(item: number, padding = 'x'.repeat(item % 7)): JournalRecord {
  const note = `"quoted" \u2028 \ud83d\ude80 \ufffd ${padding}`
  return { at: noon, type: 'ticked', frame: 0, runbook: 'a.md', section: 'check', item, note }
}

export function scratch(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-test-'))
  return { folder, remove: () => clear(folder) }
}

/** A run's folder with a journal of so many records. */
export function writeJournal(parent: string, run: string, count: number, epoch = 1): string {
  const folder = join(parent, run)
  mkdirSync(folder)
  createJournal(folder)
  const journal = reopen(folder, run, epoch)
  journal.append(beganRecord(run))
  for (let item = 1; item < count; item++) journal.append(ticked(item))
  journal.close()
  return folder
}

export interface TestJournal {
  append(record: JournalRecord): Sealed
  close(): void
}

export function reopen(folder: string, run: string, epoch = 1): TestJournal {
  const journal = openJournal(folder, readJournal(folder), { epoch, assertHeld: () => undefined })
  const summary = summaryOf(beganRecord(run))
  return { append: (record) => journal.append(record, summary), close: () => journal.close() }
}

/** An intent as the live performer writes it. */
export function intended(attempt: number): Intended {
  return {
    at: noon,
    type: 'intended',
    frame: 0,
    runbook: 'a.md',
    section: 'check',
    block: 0,
    attempt,
    purpose: 'work',
    digest: 'd'.repeat(64),
    language: 'bash',
    interpreter: ['bash'],
    script: 'e'.repeat(64),
    directory: '/',
    timeout: 1000,
    uses: [],
  }
}
