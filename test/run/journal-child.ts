import { openJournal } from '../../engine/run/journal.ts'
import { readJournal } from '../../engine/run/reading.ts'
import { Refusal } from '../../engine/run/refusal.ts'
import { summaryOf } from '../../engine/run/store.ts'
import { beganRecord, intended, ticked } from './journal-fixture.ts'

/**
 * A run of ten steps reduced to its records, in a process of its own whose disk a test makes fail:
 * `node journal-child.ts FOLDER RUN`. It says when it would start a command and when its outcome is recorded.
 */
const [folder = '', run = ''] = process.argv.slice(2)
const padding = 'x'.repeat(3000)

try {
  const reading = readJournal(folder)
  const journal = openJournal(folder, reading, { epoch: 1, assertHeld: () => undefined })
  const summary = summaryOf(beganRecord(run))
  for (let step = 1; step <= 10; step++) {
    journal.append({ ...intended(step), language: padding }, summary)
    process.stdout.write(`start ${step}\n`)
    journal.append(ticked(step, padding), summary)
    process.stdout.write(`recorded ${step}\n`)
  }
  journal.close()
  process.stdout.write('resolved\n')
} catch (error) {
  process.stdout.write(error instanceof Refusal ? `${error.code}: ${error.message}\n` : String(error))
  process.exitCode = 4
}
