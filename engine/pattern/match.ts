import type { Step } from './program.ts'
import type { Edge } from './read.ts'

/** Whether a program matches anywhere in a text: every step is visited at most once for each character. */
export function matchProgram(program: readonly Step[], text: string, byCodePoint: boolean): boolean {
  const seen = new Int32Array(program.length).fill(-1)
  let threads: number[] = []
  for (let at = 0; ;) {
    const waiting: number[] = []
    for (const thread of [...threads, 0]) if (follow(program, thread, text, at, seen, waiting)) return true
    if (at >= text.length) return false
    const character = byCodePoint ? String.fromCodePoint(text.codePointAt(at) ?? 0) : (text[at] ?? '')
    threads = waiting.filter((thread) => consumes(program[thread], character)).map((thread) => thread + 1)
    at += character.length
  }
}

function consumes(step: Step | undefined, character: string): boolean {
  return step?.kind === 'character' && step.test(character)
}

/** Goes on from a step without reading, as far as possible; true at a match. What waits for a character is collected. */
function follow(
  program: readonly Step[],
  from: number,
  text: string,
  at: number,
  seen: Int32Array,
  waiting: number[],
): boolean {
  const open = [from]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const step = program[index]
    if (step === undefined || seen[index] === at) continue
    seen[index] = at
    if (step.kind === 'match') return true
    if (step.kind === 'character') waiting.push(index)
    else if (step.kind === 'fork') open.push(step.other, step.next)
    else if (step.kind === 'jump') open.push(step.next)
    else if (edges[step.edge](text[at - 1], text[at])) open.push(index + 1)
  }
  return false
}

type Stands = (before: string | undefined, after: string | undefined) => boolean

const edges: Readonly<Record<Edge, Stands>> = {
  start: (before) => before === undefined,
  end: (_, after) => after === undefined,
  'line-start': (before) => before === undefined || endsLine(before),
  'line-end': (_, after) => after === undefined || endsLine(after),
  word: (before, after) => isWord(before) !== isWord(after),
  'no-word': (before, after) => isWord(before) === isWord(after),
}

function endsLine(character: string): boolean {
  return /[\n\r\u2028\u2029]/.test(character)
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character)
}
