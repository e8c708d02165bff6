import type { Asking, KeyQuestion, LineQuestion } from '../questions/asking.ts'
import { noAnswers } from '../questions/asking.ts'
import { keyPrompt, linePrompt, type Answered, type Asked, type Prompt } from './prompt.ts'
import type { Pressed } from './keys.ts'
import type { Typing } from './typing.ts'

/** A question that stands: what it shows, and what is done when it is answered. */
interface Standing {
  shown: Prompt
  readonly explain: readonly string[]
  readonly copies: string | undefined
  /** What is asked about, and how much had happened when it was put into the transcript. */
  readonly lines: readonly string[]
  readonly said: number
  readonly press: (keys: readonly Pressed[]) => Answered<unknown>
  readonly settle: (answered: Answered<unknown>) => void
  readonly interrupted: () => Promise<'go-on' | 'leave'>
}

export interface AskerDoors {
  /** Puts what is asked into the transcript. */
  readonly say: (lines: readonly string[]) => void
  readonly typing: Typing
  /** The screen has to be drawn anew. */
  readonly changed: () => void
}

/** The questions that stand, the newest on top, and the rules of what is an answer. */
export class Asker {
  readonly #doors: AskerDoors
  readonly #standing: Standing[] = []
  /** A key was pressed, and nothing may follow it for a moment. */
  #settling = false
  /** How often something has come between what is asked about and the question. */
  #between = 0

  constructor(doors: AskerDoors) {
    this.#doors = doors
  }

  get top(): Pick<Standing, 'shown' | 'explain' | 'copies'> | undefined {
    return this.#standing.at(-1)
  }

  /** What is asked about, when it does not stand right above the question any more. */
  get again(): readonly string[] {
    const top = this.#standing.at(-1)
    return top === undefined || top.said === this.#between ? [] : top.lines
  }

  /** Something came between, or lay over the screen: what is asked about has scrolled away. */
  parted(): void {
    this.#between++
  }

  /** How somebody asks; `interrupted` says what Ctrl-C means at these questions. */
  asking(interrupted: () => Promise<'go-on' | 'leave'>): Asking {
    return {
      line: <T extends object>(question: LineQuestion<T>) => this.#ask(linePrompt(question), interrupted),
      key: <T>(question: KeyQuestion<T>) => this.#ask(keyPrompt(question), interrupted),
    }
  }

  /** Takes keys; false when no question wants them. */
  press(keys: readonly Pressed[]): boolean {
    const standing = this.#standing.at(-1)
    if (standing === undefined) return false
    if (keys.some((key) => key.kind === 'key' && key.name === 'interrupt')) {
      void this.#interrupt(standing)
      return true
    }
    if (this.#settling) return true
    const answered = standing.press(keys)
    if (answered.kind === 'passed-over') return false
    if (answered.kind === 'stands') this.#show(standing, answered.prompt)
    else if (answered.kind === 'silence') standing.settle(answered)
    else void this.#accept(standing, answered)
    return true
  }

  /** Nobody will answer any more. */
  end(): void {
    for (const standing of [...this.#standing].reverse()) standing.settle({ kind: 'silence' })
  }

  async #ask<T>(asked: Asked<T>, interrupted: Standing['interrupted']): Promise<T | undefined> {
    this.#doors.say(asked.lines)
    const said = this.#between
    if (!(await this.#doors.typing.rest())) return undefined
    return new Promise((resolve) => {
      const standing: Standing = {
        shown: asked.first,
        explain: asked.explain,
        copies: asked.copies,
        lines: asked.lines,
        said,
        press: (keys) => asked.press(standing.shown, keys),
        interrupted,
        settle: (answered) => {
          const at = this.#standing.indexOf(standing)
          if (at >= 0) this.#standing.splice(at, 1)
          this.#doors.changed()
          resolve(answered.kind === 'answer' ? (answered.answer as T) : undefined)
        },
      }
      this.#standing.push(standing)
      this.#doors.changed()
    })
  }

  /** An answer counts when nothing follows it at once: a person's fingers are slower than a paste. */
  async #accept(standing: Standing, answered: Answered<unknown>): Promise<void> {
    this.#settling = true
    const alone = await this.#doors.typing.silent()
    const goesOn = alone || (await this.#doors.typing.rest())
    this.#settling = false
    if (alone) return standing.settle(answered)
    if (!goesOn) return standing.settle({ kind: 'silence' })
    const { typed } = standing.shown
    const emptied = { ...standing.shown, ...(typed === undefined ? {} : { typed: '' }) }
    this.#show(standing, { ...emptied, said: [noAnswers.pasted] })
  }

  async #interrupt(standing: Standing): Promise<void> {
    if ((await standing.interrupted()) === 'leave') standing.settle({ kind: 'silence' })
  }

  #show(standing: Standing, prompt: Prompt): void {
    standing.shown = prompt
    this.#doors.changed()
  }
}
