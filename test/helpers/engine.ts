import { makeBlock, openBench, place } from './commands.ts'
import type { Attempted } from '../../engine/run/supervisor/protocol.ts'

/** A small engine for tests that kill one: starts a script in a run's folder, says so, and waits for its end. */
const [folder = '', language = 'bash', script = '', epoch = '1'] = process.argv.slice(2)
const bench = openBench({}, { runDirectory: folder, epoch: Number(epoch) })
const key: Attempted = { place, attempt: 1 }
const command = await bench.prepare(
  makeBlock(script, { language: language === 'python' ? 'python' : 'bash' }),
)
const running = await bench.commands.start(command, key)
process.stdout.write(`started ${running.pid}\n`)
const { code } = await running.outcome
process.stdout.write(`ended ${code}\n`)
