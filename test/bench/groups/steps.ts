import { join } from 'node:path'
import { trivialSteps } from '../corpus.ts'
import { lineOf, median, start, type Command, type Line } from '../measure.ts'
import { peakMemoryOf } from '../memory.ts'
import { emptyNode, forget, program, putRunbook } from '../program.ts'

const count = 200

/** What the engine adds to a command: 200 steps of `true`, journal on, against the same spawned bare. */
export async function* steps(folder: string): AsyncGenerator<Line> {
  yield time(folder)
  yield await memory(folder)
}

function time(folder: string): Line {
  putRunbook(folder, 'trivial.md', trivialSteps('BENCH-002', count))
  putRunbook(folder, 'empty.md', trivialSteps('BENCH-003', 1))
  const fresh = { before: () => forget(folder, 'state') }
  const full = program(folder, ['run', 'BENCH-002', '--quiet'], fresh)
  const single = program(folder, ['run', 'BENCH-003', '--quiet'], fresh)
  const bare: Command = {
    name: 'bare spawns',
    words: [process.execPath, join(import.meta.dirname, '..', 'bare-spawns.ts'), String(count)],
  }
  start(full)
  const rounds = Array.from({ length: 7 }, () => {
    const mine = (start(full) - start(single)) / (count - 1)
    const other = (start(bare) - start(emptyNode)) / count
    return { mine, other, ratio: mine / other }
  })
  const ratio = median(rounds.map((round) => round.ratio))
  const mine = median(rounds.map((round) => round.mine))
  const other = median(rounds.map((round) => round.other))
  return lineOf(
    'one step of `true`, intent and outcome on disk',
    `${mine.toFixed(1)} ms`,
    `${other.toFixed(1)} ms (bare spawn)`,
    ratio,
    3,
  )
}

async function memory(folder: string): Promise<Line> {
  const few = await memoryOfSteps(folder, 50)
  const many = await memoryOfSteps(folder, 400)
  return lineOf(
    'memory of 400 steps against 50',
    `${many.toFixed(0)} MiB`,
    `${few.toFixed(0)} MiB`,
    many / few,
    1.25,
  )
}

/** Of a runbook that was read before: what is asked is what its steps take, not what reading a longer page does. */
async function memoryOfSteps(folder: string, number: number): Promise<number> {
  const run = program(folder, ['run', 'BENCH-004', '--quiet'], { before: () => forget(folder, 'state') })
  putRunbook(folder, 'memory.md', trivialSteps('BENCH-004', number))
  start(run)
  forget(folder, 'state')
  return peakMemoryOf(run)
}
