import { compileMachine, walkMachine } from '../../../engine/machine/index.ts'
import { parseRunbook } from '../../../engine/parse/index.ts'
import { unified } from 'unified'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { ordinaryRunbook, trivialSteps } from '../corpus.ts'
import { lineOf, median, type Line } from '../measure.ts'

/** What grows with the size of a runbook, inside one warm process. */
export function* scale(): Generator<Line> {
  yield sections()
  yield parsing()
}

/** Compiling and walking: the time a section of a runbook of 10,000 against one of 1,000; 1 is linear. */
function sections(): Line {
  const small = perSection(1_000)
  const large = perSection(10_000)
  return lineOf(
    'compile and walk, a section among 10,000 against one among 1,000',
    `${(large * 1000).toFixed(0)} µs`,
    `${(small * 1000).toFixed(0)} µs`,
    large / small,
    1.5,
  )
}

function perSection(count: number): number {
  const { runbook } = parseRunbook({ path: 'bench.md', text: trivialSteps('BENCH-006', 2) })
  const [first] = runbook.sections
  if (first === undefined) throw new Error('the corpus has no section')
  const ids = Array.from({ length: count }, (_, index) => `step-${index + 1}`)
  const wide = { ...runbook, sections: ids.map((id) => ({ ...first, id })), paths: [ids] }
  const times = Array.from({ length: 5 }, () =>
    clock(() => walkMachine(compileMachine(new Map([[wide.path, wide]]), wide.path))),
  )
  return median(times) / count
}

/** Reading one 8 KB runbook, warm, against remark with all of GFM on the same text. */
function parsing(): Line {
  const text = ordinaryRunbook('BENCH-007')
  const remark = unified().use(remarkParse).use(remarkGfm)
  const rounds = Array.from({ length: 40 }, () => ({
    mine: clock(() => parseRunbook({ path: 'bench.md', text })),
    floor: clock(() => remark.parse(text)),
  })).slice(10)
  const mine = median(rounds.map((round) => round.mine))
  const floor = median(rounds.map((round) => round.floor))
  return lineOf(
    'parse 8 KB, warm',
    `${mine.toFixed(1)} ms`,
    `${floor.toFixed(1)} ms (remark-parse, remark-gfm)`,
    mine / floor,
    1,
  )
}

function clock(work: () => unknown): number {
  const begun = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - begun) / 1e6
}
