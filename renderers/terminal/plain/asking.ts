import type { Keyboard, Typed } from './keyboard.ts'

/** What prompts need: where to ask, where answers come from, and what Ctrl-C means now. */
export interface Asking {
  readonly screen: { say(lines: readonly string[]): void }
  readonly keyboard: Keyboard
  /** Ctrl-C at a prompt: whether the question is asked again, or the run is let go. */
  readonly interrupted: () => Promise<'go-on' | 'leave'>
}

/** One question. `undefined` is silence: end of input, hang-up, or the operator left. */
export interface LineQuestion<T> {
  /** What stands above the prompt; printed once. */
  readonly lines: readonly string[]
  /** Our own words only, never text of a runbook. */
  readonly prompt: string
  readonly explain: readonly string[]
  /** What a line means; a string says why it is no answer. Enter alone arrives only when `optional`. */
  readonly read: (line: string) => T | string
  readonly optional?: boolean
  /** No character of the line is shown, and it is taken as it stands. */
  readonly hidden?: boolean
}

/** Asks until a line is an answer. Enter alone, pasted text and `?` are none. */
export async function askLine<T extends object>(
  asking: Asking,
  question: LineQuestion<T>,
): Promise<T | undefined> {
  asking.screen.say(question.lines)
  for (;;) {
    const hidden = question.hidden === true
    const typed = await asking.keyboard.line(question.prompt, { hidden })
    if (typed.kind !== 'text') {
      if (await noAnswer(asking, typed)) continue
      return undefined
    }
    const line = hidden ? typed.text : typed.text.trim()
    if (line === '?') asking.screen.say(question.explain)
    else if (line === '' && question.optional !== true)
      asking.screen.say(['  Enter alone is no answer (? explains)'])
    else {
      const answer = question.read(line)
      if (typeof answer !== 'string') return answer
      asking.screen.say([`  ${answer}`])
    }
  }
}

/** One thing that a key stands for. */
export interface Key<T> {
  readonly key: string
  readonly text: string
  readonly means: T
}

/** Shows what each key does and waits for one of them. */
export async function askKey<T>(
  asking: Asking,
  lines: readonly string[],
  keys: readonly Key<T>[],
  explain: readonly string[],
): Promise<T | undefined> {
  asking.screen.say([...lines, ...keys.map(({ key, text }) => `  ${key}  ${text}`), '  ?  explain'])
  for (;;) {
    const typed = await asking.keyboard.key('one key: ', `${keys.map(({ key }) => key).join('')}?`)
    if (typed.kind === 'text') {
      const chosen = keys.find(({ key }) => key === typed.text)
      if (chosen !== undefined) return chosen.means
      asking.screen.say(explain)
    } else if (!(await noAnswer(asking, typed))) {
      return undefined
    }
  }
}

/** Whether to ask again after something that is no answer. */
async function noAnswer(asking: Asking, typed: Exclude<Typed, { kind: 'text' }>): Promise<boolean> {
  if (typed.kind === 'pasted') {
    asking.screen.say(['  that was pasted, or typed faster than a person types: it is no answer'])
    return true
  }
  return typed.kind === 'interrupted' && (await asking.interrupted()) === 'go-on'
}

/** A sentence that must not be empty, such as a reason. */
export async function askReason(asking: Asking, prompt: string): Promise<string | undefined> {
  const answer = await askLine(asking, {
    lines: [],
    prompt,
    explain: ['  a few words for the record'],
    read: (line) => ({ line }),
  })
  return answer?.line
}
