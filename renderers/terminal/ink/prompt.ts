import { noAnswers, readAnswer, type KeyQuestion, type LineQuestion } from '../questions/asking.ts'
import { isPasted, type Pressed } from './keys.ts'

/** A question that stands on the screen. */
export interface Prompt {
  /** Our own words. */
  readonly prompt: string
  /** Keys that answer at once; none while a line is typed. */
  readonly keys: readonly { readonly key: string; readonly text: string }[]
  /** The line that is typed; nothing while keys answer. */
  readonly typed?: string
  readonly hidden: boolean
  /** What was said to the last thing that was no answer. */
  readonly said: readonly string[]
}

/** What keys do to a question: it stands there changed, it is answered, it is left, or the key is somebody else's. */
export type Answered<T> =
  | { readonly kind: 'stands'; readonly prompt: Prompt }
  | { readonly kind: 'answer'; readonly answer: T }
  | { readonly kind: 'silence' }
  | { readonly kind: 'passed-over' }

/** A question in the form that takes keys: how it looks first, and what keys do to it. */
export interface Asked<T> {
  readonly lines: readonly string[]
  readonly explain: readonly string[]
  readonly copies?: string
  readonly first: Prompt
  readonly press: (prompt: Prompt, keys: readonly Pressed[]) => Answered<T>
}

const passedOver = { kind: 'passed-over' } as const
const silence = { kind: 'silence' } as const

/** The key that opens the line where short keys stand for whole lines. */
const wordsKey = 'w'

/** A question that one key answers. */
export function keyPrompt<T>({ lines, keys, explain }: KeyQuestion<T>): Asked<T> {
  return {
    lines,
    explain,
    first: { prompt: 'one key:', keys, hidden: false, said: [] },
    press: (prompt, pressed) => {
      const key = singleKey(prompt, pressed)
      if (typeof key !== 'string') return key
      const chosen = keys.find((one) => one.key === key)
      if (chosen !== undefined) return { kind: 'answer', answer: chosen.means }
      return passedOver
    },
  }
}

/** A question that a line answers; where it has short keys, they answer until somebody wants to type. */
export function linePrompt<T extends object>(question: LineQuestion<T>): Asked<T> {
  const short = question.keys ?? []
  const hidden = question.hidden === true
  const typing = { prompt: question.prompt, keys: [], typed: '', hidden, said: [] }
  const words = question.words === undefined ? [] : [{ key: wordsKey, text: question.words }]
  const menu = { prompt: bare(question.prompt), keys: [...short, ...words], hidden, said: [] }
  const answer = (prompt: Prompt, line: string): Answered<T> => {
    const read = readAnswer(question, line)
    return 'answer' in read ? { kind: 'answer', answer: read.answer } : say(prompt, read.say)
  }
  return {
    lines: question.lines,
    explain: question.explain,
    ...(question.copies === undefined ? {} : { copies: question.copies }),
    first: short.length === 0 ? typing : menu,
    press: (prompt, pressed) => {
      if (prompt.typed !== undefined)
        return typeLine(prompt, pressed, answer, short.length > 0 ? menu : typing)
      const key = singleKey(prompt, pressed)
      if (typeof key !== 'string') return key
      const chosen = short.find((one) => one.key === key)
      if (chosen !== undefined) return answer(prompt, chosen.line)
      if (key === wordsKey && words.length > 0) return { kind: 'stands', prompt: typing }
      return passedOver
    },
  }
}

/** A prompt without the keys in its brackets: they stand below it. */
function bare(prompt: string): string {
  return prompt.replace(/\s*\[[^\]]*\]\s*$/, '')
}

/** The one character that was pressed; what is pasted is said, and other keys are somebody else's. */
function singleKey(
  prompt: Prompt,
  pressed: readonly Pressed[],
): string | Exclude<Answered<never>, { kind: 'answer' }> {
  if (isPasted(pressed)) return say(prompt, [noAnswers.pasted])
  const [key] = pressed
  if (key?.kind === 'text') return key.text.toLowerCase()
  if (key?.kind === 'key' && key.name === 'end-of-input') return silence
  return key?.kind === 'key' && key.name === 'enter' ? say(prompt, [noAnswers.enter]) : passedOver
}

function typeLine<T>(
  prompt: Prompt,
  pressed: readonly Pressed[],
  answer: (prompt: Prompt, line: string) => Answered<T>,
  empty: Prompt,
): Answered<T> {
  const enters = pressed.findIndex((key) => key.kind === 'key' && key.name === 'enter')
  if (enters >= 0 && pressed.length > 1) return say({ ...prompt, typed: '' }, [noAnswers.pasted])
  if (enters >= 0) return answer({ ...prompt, typed: '' }, prompt.typed ?? '')
  const [key] = pressed
  if (key?.kind === 'key' && key.name === 'end-of-input' && prompt.typed === '') return silence
  if (key?.kind === 'key' && key.name === 'escape') return { kind: 'stands', prompt: empty }
  const typed = pressed.reduce(edited, prompt.typed ?? '')
  if (typed === prompt.typed && key?.kind !== 'text') return passedOver
  return { kind: 'stands', prompt: { ...prompt, typed, said: [] } }
}

/** More characters than any answer has. */
const longest = 4096

function edited(line: string, key: Pressed): string {
  if (key.kind === 'text') return (line + key.text).slice(0, longest)
  if (key.name === 'erase') return Array.from(line).slice(0, -1).join('')
  return key.name === 'erase-line' ? '' : line
}

function say(prompt: Prompt, said: readonly string[]): Extract<Answered<never>, { kind: 'stands' }> {
  return { kind: 'stands', prompt: { ...prompt, said } }
}
