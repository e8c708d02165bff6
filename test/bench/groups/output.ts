import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { loudStep } from '../corpus.ts'
import { lineOf, pair, type Command, type Line } from '../measure.ts'
import { peakMemoryOf } from '../memory.ts'
import { forget, program, putRunbook } from '../program.ts'

const mebibytes = 1024

/** 1 GiB through a step against `cat` into a file. */
export async function* output(folder: string): AsyncGenerator<Line> {
  putRunbook(folder, 'loud.md', loudStep('BENCH-005', mebibytes))
  const words = `head -c ${mebibytes}M /dev/zero | tr '\\0' x | cat > out.bin`
  const cat: Command = { name: 'cat', words: ['sh', '-c', words], directory: folder }
  const run = program(folder, ['run', 'BENCH-005', '--quiet'], { before: () => forget(folder, 'state') })
  const { milliseconds, floor, ratio } = pair(run, cat, 3)
  rmSync(join(folder, 'out.bin'), { force: true })
  yield lineOf(
    '1 GiB of output through a step',
    `${(milliseconds / 1000).toFixed(1)} s`,
    `${(floor / 1000).toFixed(1)} s (\`cat\` into a file)`,
    ratio,
    2,
  )
  forget(folder, 'state')
  const memory = await peakMemoryOf(run)
  yield lineOf('memory meanwhile, largest process', `${memory.toFixed(0)} MiB`, '', memory / 200, 1)
}
