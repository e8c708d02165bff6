import { existsSync } from 'node:fs'
import { isRegularFile, readMark } from '../../library/library.ts'
import type { ReadSurroundings } from '../../library/surroundings.ts'

/** What a check asked the disk beyond the texts that it was given, and what it was told. */
export type Question = readonly ['file' | 'exists' | 'text', string, boolean | string]

/** Lets a check ask, and writes down what it asked. */
export function listen(around: ReadSurroundings): { answering: ReadSurroundings; questions: Question[] } {
  const questions: Question[] = []
  const noted = (kind: 'file' | 'exists', answer: (path: string) => boolean) => (path: string) => {
    const said = answer(path)
    questions.push([kind, path, said])
    return said
  }
  const anchors = (path: string) => {
    questions.push(['text', path, stateOf(path)])
    return around.anchors(path)
  }
  const [isFile, exists] = [noted('file', around.isFile), noted('exists', around.exists)]
  return { answering: { ...around, isFile, exists, anchors }, questions }
}

/** The hash of a file; an empty one when there is none. */
export function stateOf(path: string): string {
  return isRegularFile(path) ? readMark(path).digest : ''
}

const answers: Readonly<Record<Question[0], (path: string) => boolean | string>> = {
  file: isRegularFile,
  exists: existsSync,
  text: stateOf,
}

/** Whether a question still has the answer that it had. */
export function holds([kind, path, answer]: Question): boolean {
  return answers[kind](path) === answer
}
