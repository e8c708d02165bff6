import { ordinaryRunbook } from '../corpus.ts'
import { lineOf, pair, type Command, type Line } from '../measure.ts'
import { emptyNode, forget, program, putRunbook } from '../program.ts'

/** What it costs to start: the whole process against an empty one of the same Node. */
export function* start(folder: string): Generator<Line> {
  putRunbook(folder, 'ordinary.md', ordinaryRunbook('BENCH-001'))
  for (const [what, command, target] of commands(folder)) {
    const { milliseconds, floor, ratio } = pair(command, emptyNode, 25)
    const measured = `${milliseconds.toFixed(0)} ms`
    yield lineOf(what, measured, `${floor.toFixed(0)} ms (\`node -e 0\`)`, ratio, target)
  }
}

function commands(folder: string): readonly [string, Command, number][] {
  const validate = ['validate', 'runbooks/ordinary.md']
  const firstPrompt = ['run', 'BENCH-001', '--input', `FOLDER=${folder}`]
  const fresh = { before: () => forget(folder, 'cache', 'state') }
  const known = { before: () => forget(folder, 'state') }
  return [
    ['`--version`', program(folder, ['--version']), 1.2],
    ['`list`', program(folder, ['list']), 1.3],
    ['`validate` of one file of 8 KB, never seen before', program(folder, validate, fresh), 4.5],
    ['`validate` of the same file, unchanged', program(folder, validate), 4.5],
    [
      '`run` to its first prompt, new runbook',
      program(folder, firstPrompt, { statuses: [3], ...fresh }),
      4.5,
    ],
    [
      '`run` to its first prompt, parsed before',
      program(folder, firstPrompt, { statuses: [3], ...known }),
      2.5,
    ],
  ]
}
