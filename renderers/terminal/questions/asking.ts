/** How a person is asked; each form of the terminal asks in its own way, in the same words. */
export interface Asking {
  /** A line that is typed. `undefined` is silence: end of input, hang-up, or the operator left. */
  line<T extends object>(question: LineQuestion<T>): Promise<T | undefined>
  /** One key out of several. */
  key<T>(question: KeyQuestion<T>): Promise<T | undefined>
}

/** A question that a line answers. */
export interface LineQuestion<T> {
  /** What stands above the prompt; shown once. */
  readonly lines: readonly string[]
  /** Our own words only, never text of a runbook. */
  readonly prompt: string
  readonly explain: readonly string[]
  /** What a line means; a string says why it is no answer. Enter alone arrives only when `optional`. */
  readonly read: (line: string) => T | string
  readonly optional?: boolean
  /** No character of the line is shown, and it is taken as it stands. */
  readonly hidden?: boolean
  /** Lines that one key may stand for, where a screen takes keys. */
  readonly keys?: readonly ShortLine[]
  /** What typing a line is good for all the same, where keys answer. */
  readonly words?: string
  /** The command that is asked about: what a screen copies. */
  readonly copies?: string
}

/** A key for a line that is answered often. */
export interface ShortLine {
  readonly key: string
  readonly text: string
  readonly line: string
}

/** One thing that a key stands for. */
export interface Key<T> {
  readonly key: string
  readonly text: string
  readonly means: T
}

/** A question that one key answers. */
export interface KeyQuestion<T> {
  readonly lines: readonly string[]
  readonly keys: readonly Key<T>[]
  readonly explain: readonly string[]
}

/** Asks until a line is an answer. Enter alone, pasted text and `?` are none. */
export function askLine<T extends object>(asking: Asking, question: LineQuestion<T>): Promise<T | undefined> {
  return asking.line(question)
}

/** Shows what each key does and waits for one of them. */
export function askKey<T>(
  asking: Asking,
  lines: readonly string[],
  keys: readonly Key<T>[],
  explain: readonly string[],
): Promise<T | undefined> {
  return asking.key({ lines, keys, explain })
}

/** A sentence that must not be empty, such as a reason. */
export async function askReason(asking: Asking, prompt: string): Promise<string | undefined> {
  const answer = await asking.line({
    lines: [],
    prompt,
    explain: ['  a few words for the record'],
    read: (line) => ({ line }),
  })
  return answer?.line
}

/** A word for whoever goes on with a run that is suspended; none when Enter alone is pressed. */
export async function askNote(asking: Asking): Promise<string | undefined> {
  const answer = await asking.line({
    lines: [],
    prompt: 'note for whoever goes on (Enter: none): ',
    explain: ['  where you stand and what they should know; it is shown when the run is resumed'],
    optional: true,
    read: (line) => ({ line }),
  })
  return answer === undefined || answer.line === '' ? undefined : answer.line
}

/** What is said to something that is no answer; both forms say the same. */
export const noAnswers = {
  enter: '  Enter alone is no answer (? explains)',
  pasted: '  that was pasted, or typed faster than a person types: it is no answer',
} as const

/**
 * What a typed line comes to: an answer, or what to say instead. Hidden lines are taken as they stand.
 */
export function readAnswer<T extends object>(
  question: LineQuestion<T>,
  typed: string,
): { readonly answer: T } | { readonly say: readonly string[] } {
  const line = question.hidden === true ? typed : typed.trim()
  if (line === '?') return { say: question.explain }
  if (line === '' && question.optional !== true) return { say: [noAnswers.enter] }
  const answer = question.read(line)
  return typeof answer === 'string' ? { say: [`  ${answer}`] } : { answer }
}
