import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { floodingStep, linesStep, ordinaryRunbook } from '../corpus.ts'
import { lineOf, median, start, type Line } from '../measure.ts'
import { processesOf, residentMebibytes } from '../memory.ts'
import { emptyNode, forget, program, putRunbook } from '../program.ts'
import { Pty } from '../pty.ts'

/** Seconds that a flood is watched. */
const flooded = 20
/** Lines of an hour at that rate. */
const hour = 50_000 * 3600
/** Milliseconds between two frames of the screen (30 a second). */
const frame = 1000 / 30
/** Ticks of the processor's clock in a second, as /proc counts them (sysconf(_SC_CLK_TCK) on Linux). */
const ticks = 100

/** The operator's screen at a real terminal: how soon it stands, how soon it answers, what it costs meanwhile. */
export async function* terminal(folder: string): AsyncGenerator<Line> {
  putRunbook(folder, 'ordinary.md', ordinaryRunbook('BENCH-001'))
  putRunbook(folder, 'flood.md', floodingStep('BENCH-009'))
  putRunbook(folder, 'hour.md', linesStep('BENCH-010', hour))
  yield* await firstFrames(folder)
  yield await idle(folder)
  yield* await flood(folder)
  yield await anHour(folder)
}

/** The runbook's context as plain text, then the first frame that takes keys, against an empty Node. */
async function firstFrames(folder: string): Promise<Line[]> {
  const rounds: { context: number; keys: number; floor: number }[] = []
  for (let round = 0; round < 16; round++) {
    forget(folder, 'state')
    const screen = open(folder, 'BENCH-001')
    const context = await screen.shows('Nothing is lost')
    const keys = await screen.shows('? help')
    await screen.close()
    rounds.push({ context, keys, floor: start(emptyNode) })
  }
  const floor = `${median(rounds.map((round) => round.floor)).toFixed(0)} ms (\`node -e 0\`)`
  return (['context', 'keys'] as const).map((which) => {
    const told = rounds.slice(1)
    const measured = `${median(told.map((round) => round[which])).toFixed(0)} ms`
    const ratio = median(told.map((round) => round[which] / round.floor))
    return which === 'context'
      ? lineOf('terminal: title and context on the screen', measured, floor, ratio, 4.5)
      : lineOf('terminal: first frame that takes keys', measured, floor, ratio, 8)
  })
}

/** What a screen costs while it waits for an answer. */
async function idle(folder: string): Promise<Line> {
  forget(folder, 'state')
  const screen = open(folder, 'BENCH-001')
  await screen.shows('go ahead?')
  await sleep(1000)
  const seconds = 10
  const before = processorSeconds(folder)
  await sleep(seconds * 1000)
  const share = (processorSeconds(folder) - before) / seconds
  await screen.close()
  return lineOf(
    'terminal: processor while it waits',
    `${(share * 100).toFixed(1)} % of a core`,
    '2 %',
    share / 0.02,
    1,
  )
}

/** A command that prints 50,000 lines a second: how soon a key is seen, and what the screen holds in memory. */
async function flood(folder: string): Promise<Line[]> {
  forget(folder, 'state')
  const screen = open(folder, 'BENCH-009')
  await screen.shows('of a flood')
  await sleep(1000)
  const echoes: number[] = []
  let peak = 0
  for (const end = Date.now() + flooded * 1000; Date.now() < end;) {
    echoes.push(await echo(screen, 't', '── timeline'), await echo(screen, 'q', 'running for'))
    await sleep(400 + Math.random() * 100)
    peak = Math.max(peak, ...processesOf(folder).map(residentMebibytes))
  }
  writeFileSync(join(folder, 'stop'), '')
  await screen.ended
  const measured = `${median(echoes).toFixed(0)} ms, 95 % within ${percentile(echoes, 0.95).toFixed(0)} ms`
  return [
    lineOf(
      'terminal: a key seen, in a flood of 50,000 lines a second',
      measured,
      `${frame.toFixed(0)} ms`,
      median(echoes) / frame,
      1,
    ),
    lineOf(`terminal: memory after ${flooded} s of it`, `${peak.toFixed(0)} MiB`, '200 MiB', peak / 200, 1),
  ]
}

/** As many lines as an hour of the flood has, as fast as they go: what is kept must not grow with them. */
async function anHour(folder: string): Promise<Line> {
  forget(folder, 'state')
  const screen = open(folder, 'BENCH-010')
  let peak = 0
  const watching = setInterval(() => {
    peak = Math.max(peak, ...processesOf(folder).map(residentMebibytes))
  }, 500)
  await screen.ended
  clearInterval(watching)
  return lineOf(
    `terminal: memory over the ${hour / 1e6} million lines of an hour`,
    `${peak.toFixed(0)} MiB`,
    '200 MiB',
    peak / 200,
    1,
  )
}

async function echo(screen: Pty, key: string, what: string): Promise<number> {
  const begun = screen.type(key)
  return (await screen.shows(what)) - begun
}

function open(folder: string, id: string): Pty {
  return new Pty(program(folder, ['run', id, '--input', `FOLDER=${folder}`]))
}

function percentile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN
}

/** Seconds of processor time that the program and its supervisor have used (utime and stime of proc(5)). */
function processorSeconds(folder: string): number {
  const used = processesOf(folder).map((pid) => {
    const [user = 0, system = 0] = (readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1] ?? '')
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return (user + system) / ticks
  })
  return used.reduce((sum, seconds) => sum + seconds, 0)
}
