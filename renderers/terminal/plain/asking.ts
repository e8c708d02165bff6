import {
  noAnswers,
  readAnswer,
  type Asking,
  type KeyQuestion,
  type LineQuestion,
} from '../questions/asking.ts'
import type { Keyboard, Typed } from './keyboard.ts'

/** What plain prompts need: where to ask, where answers come from, and what Ctrl-C means now. */
export interface PromptDoors {
  readonly say: (lines: readonly string[]) => void
  readonly keyboard: Keyboard
  /** Ctrl-C at a prompt: whether the question is asked again, or the run is let go. */
  readonly interrupted: () => Promise<'go-on' | 'leave'>
}

/** Asks in lines: what is asked stands above a prompt, and the answer is typed behind it. */
export class PlainAsking implements Asking {
  readonly #doors: PromptDoors

  constructor(doors: PromptDoors) {
    this.#doors = doors
  }

  async line<T extends object>(question: LineQuestion<T>): Promise<T | undefined> {
    const { say, keyboard } = this.#doors
    say(question.lines)
    for (;;) {
      const typed = await keyboard.line(question.prompt, { hidden: question.hidden === true })
      if (typed.kind !== 'text') {
        if (await this.#again(typed)) continue
        return undefined
      }
      const read = readAnswer(question, typed.text)
      if ('answer' in read) return read.answer
      say(read.say)
    }
  }

  async key<T>({ lines, keys, explain }: KeyQuestion<T>): Promise<T | undefined> {
    const { say, keyboard } = this.#doors
    say([...lines, ...keys.map(({ key, text }) => `  ${key}  ${text}`), '  ?  explain'])
    for (;;) {
      const typed = await keyboard.key('one key: ', `${keys.map(({ key }) => key).join('')}?`)
      if (typed.kind === 'text') {
        const chosen = keys.find(({ key }) => key === typed.text)
        if (chosen !== undefined) return chosen.means
        say(explain)
      } else if (!(await this.#again(typed))) {
        return undefined
      }
    }
  }

  /** Whether to ask again after something that is no answer. */
  async #again(typed: Exclude<Typed, { kind: 'text' }>): Promise<boolean> {
    if (typed.kind === 'pasted') {
      this.#doors.say([noAnswers.pasted])
      return true
    }
    return typed.kind === 'interrupted' && (await this.#doors.interrupted()) === 'go-on'
  }
}
