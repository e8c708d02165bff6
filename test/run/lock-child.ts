import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { openJournal, replaceJournal, type Journal } from '../../engine/run/journal.ts'
import { acquireLock, type RunLock } from '../../engine/run/lock.ts'
import { readJournal } from '../../engine/run/reading.ts'
import { Refusal } from '../../engine/run/refusal.ts'
import { summaryOf } from '../../engine/run/store.ts'
import { beganRecord, ticked } from './journal-fixture.ts'

/**
 * A second engine for the lock tests. It reads lines: `take|steal FOLDER AT` tries to take a run at an instant and
 * appends to it, `keep` goes on appending, `release` lets it go. It answers each with `won …` or `lost …`.
 */
let lock: RunLock | undefined
let journal: Journal | undefined

function take(how: string, folder: string): string {
  const me = { user: `user-${process.pid}`, host: 'here', pid: process.pid, since: new Date().toISOString() }
  try {
    lock = acquireLock(folder, me, how === 'steal')
    if (how === 'steal') replaceJournal(folder)
    const reading = readJournal(folder)
    const epoch = (reading.records.at(-1)?.epoch ?? 0) + 1
    journal = openJournal(folder, reading, { epoch, assertHeld: () => lock?.assertHeld() })
    append(folder)
    return `won ${process.pid}`
  } catch (error) {
    return `lost ${error instanceof Refusal ? `${error.code} ${error.message}` : String(error)}`
  }
}

function append(folder: string): void {
  journal?.append(ticked(process.pid), summaryOf(beganRecord(basename(folder))))
}

function keepAppending(folder: string): void {
  try {
    append(folder)
    setTimeout(keepAppending, 2, folder)
  } catch (error) {
    process.stdout.write(
      `lost ${error instanceof Refusal ? `${error.code} ${error.message}` : String(error)}\n`,
    )
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [word = '', folder = '', at = '0'] = line.split(' ')
  if (word === 'keep') return keepAppending(folder)
  if (word === 'release') {
    lock?.release()
    lock = undefined
    return
  }
  while (Date.now() < Number(at)) continue
  process.stdout.write(`${take(word, folder)}\n`)
})
process.stdout.write('ready\n')
