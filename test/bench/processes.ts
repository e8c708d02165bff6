import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loudStep, ordinaryRunbook, trivialSteps } from './corpus.ts'
import { pair, start, type Command, type Line, median } from './measure.ts'
import { peakMemoryOf } from './memory.ts'

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'runbook.cjs')

const floorOfNode: Command = { name: 'node -e 0', words: [process.execPath, '-e', '0'] }

/** A whole start of the program with its own state and cache below `folder`. */
function program(folder: string, words: readonly string[], more: Partial<Command> = {}): Command {
  return {
    name: `runbook ${words.join(' ')}`,
    words: [process.execPath, launcher, ...words],
    directory: folder,
    environment: {
      RUNBOOK_STATE: join(folder, 'state'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      NO_COLOR: '1',
    },
    ...more,
  }
}

function forget(folder: string, what: 'state' | 'cache'): void {
  rmSync(join(folder, what), { recursive: true, force: true })
}

function library(folder: string, name: string, text: string): void {
  mkdirSync(join(folder, 'runbooks'), { recursive: true })
  writeFileSync(join(folder, 'runbooks', name), text)
}

/** What it costs to start: the whole process against an empty one of the same Node. */
export function startLines(folder: string): Line[] {
  library(folder, 'ordinary.md', ordinaryRunbook('BENCH-001'))
  const firstPrompt = ['run', 'BENCH-001', '--input', `FOLDER=${folder}`]
  const measured: readonly [string, Command, number][] = [
    ['`--version`', program(folder, ['--version']), 1.2],
    ['`list`', program(folder, ['list']), 1.3],
    [
      '`validate` of one file of 8 KB, never seen before',
      program(folder, ['validate', 'runbooks/ordinary.md'], { before: () => forget(folder, 'cache') }),
      4.5,
    ],
    ['`validate` of the same file, unchanged', program(folder, ['validate', 'runbooks/ordinary.md']), 4.5],
    [
      '`run` to its first prompt, new runbook',
      program(folder, firstPrompt, {
        statuses: [3],
        before: () => {
          forget(folder, 'cache')
          forget(folder, 'state')
        },
      }),
      4.5,
    ],
    [
      '`run` to its first prompt, parsed before',
      program(folder, firstPrompt, { statuses: [3], before: () => forget(folder, 'state') }),
      2.5,
    ],
  ]
  return measured.map(([what, command, target]) => {
    const { milliseconds, floor, ratio } = pair(command, floorOfNode)
    return line(
      what,
      `${milliseconds.toFixed(0)} ms`,
      `${floor.toFixed(0)} ms (\`node -e 0\`)`,
      ratio,
      target,
    )
  })
}

const steps = 200

/** What the engine adds to a command: 200 steps of `true`, journal on, against the same spawned bare. */
export async function commandLines(folder: string): Promise<Line[]> {
  library(folder, 'trivial.md', trivialSteps('BENCH-002', steps))
  library(folder, 'empty.md', trivialSteps('BENCH-003', 1))
  const fresh = { before: () => forget(folder, 'state') }
  const full = program(folder, ['run', 'BENCH-002', '--quiet'], fresh)
  const single = program(folder, ['run', 'BENCH-003', '--quiet'], fresh)
  const bare: Command = {
    name: 'bare spawns',
    words: [process.execPath, join(import.meta.dirname, 'bare-spawns.ts'), String(steps)],
  }
  start(full)
  const rounds = Array.from({ length: 5 }, () => {
    const mine = (start(full) - start(single)) / (steps - 1)
    const other = (start(bare) - start(floorOfNode)) / steps
    return { mine, other, ratio: mine / other }
  })
  const ratio = median(rounds.map((round) => round.ratio))
  const mine = median(rounds.map((round) => round.mine))
  const other = median(rounds.map((round) => round.other))
  const few = await memoryOfSteps(folder, 50)
  const many = await memoryOfSteps(folder, 400)
  return [
    line(
      'one step of `true`, intent and outcome on disk',
      `${mine.toFixed(1)} ms`,
      `${other.toFixed(1)} ms (bare spawn)`,
      ratio,
      3,
    ),
    line(
      'memory of 400 steps against 50',
      `${many.toFixed(0)} MiB`,
      `${few.toFixed(0)} MiB`,
      many / few,
      1.25,
    ),
  ]
}

async function memoryOfSteps(folder: string, count: number): Promise<number> {
  library(folder, 'memory.md', trivialSteps('BENCH-004', count))
  forget(folder, 'state')
  return peakMemoryOf(program(folder, ['run', 'BENCH-004', '--quiet']))
}

/** 1 GiB through a step against `cat` into a file. */
export async function outputLines(folder: string): Promise<Line[]> {
  const mebibytes = 1024
  library(folder, 'loud.md', loudStep('BENCH-005', mebibytes))
  const words = `head -c ${mebibytes}M /dev/zero | tr '\\0' x | cat > out.bin`
  const cat: Command = { name: 'cat', words: ['sh', '-c', words], directory: folder }
  const run = program(folder, ['run', 'BENCH-005', '--quiet'], { before: () => forget(folder, 'state') })
  const { milliseconds, floor, ratio } = pair(run, cat, 3)
  forget(folder, 'state')
  const memory = await peakMemoryOf(run)
  forget(folder, 'state')
  rmSync(join(folder, 'out.bin'), { force: true })
  return [
    line(
      '1 GiB of output through a step',
      `${(milliseconds / 1000).toFixed(1)} s`,
      `${(floor / 1000).toFixed(1)} s (\`cat\` into a file)`,
      ratio,
      2,
    ),
    line('memory meanwhile, largest process', `${memory.toFixed(0)} MiB`, '', memory / 200, 1),
  ]
}

function line(what: string, measured: string, floor: string, ratio: number, target: number): Line {
  return { what, measured, floor, ratio: ratio.toFixed(2), target: target.toFixed(2), met: ratio <= target }
}
