import type { ReadStream } from 'node:tty'
import type { Keyboard, Typed } from '../../../renderers/terminal/plain/keyboard.ts'

/** Input that is silent so long, in milliseconds, has come to rest: what follows was typed after it. */
const quiet = 40
/** Input that does not come to rest within this time, in milliseconds, is not a person's. */
const patience = 2000
/** More characters than any answer has. */
const longest = 4096

const enter = /\r\n?|\n/
const interrupt = '\x03'
const endOfInput = '\x04'
/** Back to the beginning of the line, and nothing on it. */
const takeBack = '\r\x1b[2K'
const eraseLine = '\x15'
// oxlint-disable-next-line no-control-regex
const erase = /[\x7f\b]/

/**
 * The operator's terminal. It is in raw mode only while a prompt stands, so that nothing typed earlier can
 * answer: before each prompt everything that waits is read and dropped.
 */
export class TerminalKeyboard implements Keyboard {
  readonly #input: ReadStream
  readonly #write: (text: string) => void
  #keys: Keys | undefined
  #last: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(input: ReadStream, write: (text: string) => void) {
    this.#input = input
    this.#write = write
  }

  line(prompt: string, options?: { readonly hidden?: boolean }): Promise<Typed> {
    return this.#atPrompt((keys) => readLine(keys, this.#write, prompt, options?.hidden === true))
  }

  key(prompt: string, allowed: string): Promise<Typed> {
    return this.#atPrompt((keys) => readKey(keys, this.#write, prompt, allowed))
  }

  /** Ctrl-C that came as a signal while a prompt stands; false when none does. */
  interrupt(): boolean {
    this.#keys?.push(interrupt)
    return this.#keys !== undefined
  }

  /** Shows something between the lines: a prompt that stands is taken back, and stands again below it. */
  aside(show: () => void): void {
    const standing = this.#keys?.standing ?? ''
    if (standing === '') return show()
    this.#write(takeBack)
    show()
    this.#write(standing)
  }

  /** Leaves a prompt that still stands, and gives the terminal back as it was. */
  close(): void {
    this.#closed = true
    this.#keys?.close()
  }

  /** One prompt stands at a time: a question waits until the one before it is answered. */
  #atPrompt(ask: (keys: Keys) => Promise<Typed>): Promise<Typed> {
    const prompt = this.#last.then(() => this.#prompt(ask))
    this.#last = prompt.catch(() => undefined)
    return prompt
  }

  async #prompt(ask: (keys: Keys) => Promise<Typed>): Promise<Typed> {
    if (this.#closed) return { kind: 'ended' }
    const keys = new Keys(this.#input)
    this.#keys = keys
    try {
      if (!(await keys.rest())) return { kind: 'ended' }
      return await ask(keys)
    } finally {
      this.#keys = undefined
      keys.close()
    }
  }
}

async function readLine(
  keys: Keys,
  write: (text: string) => void,
  prompt: string,
  hidden: boolean,
): Promise<Typed> {
  write(prompt)
  keys.standing = prompt
  let line = ''
  for (;;) {
    const chunk = await keys.next()
    const end = chunk === undefined ? undefined : enter.exec(chunk)
    if (chunk === undefined || (chunk === endOfInput && line === '')) return finish(write, { kind: 'ended' })
    if (chunk.includes(interrupt)) return finish(write, { kind: 'interrupted' })
    const typed = end === null || end === undefined ? chunk : chunk.slice(0, end.index)
    const next = edit(line, typed)
    if (!hidden) write(redraw(line, next))
    line = next
    keys.standing = hidden ? prompt : prompt + line
    const more = end === null || end === undefined ? '' : chunk.slice(end.index + end[0].length)
    if (more !== '' || line.length > longest) return finish(write, await pasted(keys))
    if (end !== null && end !== undefined) {
      return finish(write, (await keys.silent()) ? { kind: 'text', text: line } : await pasted(keys))
    }
  }
}

async function readKey(
  keys: Keys,
  write: (text: string) => void,
  prompt: string,
  allowed: string,
): Promise<Typed> {
  write(prompt)
  keys.standing = prompt
  for (;;) {
    const chunk = await keys.next()
    if (chunk === undefined || chunk === endOfInput) return finish(write, { kind: 'ended' })
    if (chunk.includes(interrupt)) return finish(write, { kind: 'interrupted' })
    const key = chunk.replace(enter, '').toLowerCase()
    if (key.length > 1 && !key.startsWith('\x1b')) return finish(write, await pasted(keys))
    if (key.length === 1 && allowed.includes(key)) {
      write(key)
      return finish(write, { kind: 'text', text: key })
    }
  }
}

function finish(write: (text: string) => void, typed: Typed): Typed {
  write('\n')
  return typed
}

async function pasted(keys: Keys): Promise<Typed> {
  return (await keys.rest()) ? { kind: 'pasted' } : { kind: 'ended' }
}

/** The line after a chunk of keys: printable characters are added, arrow keys and other sequences are not. */
function edit(line: string, chunk: string): string {
  if (chunk.startsWith('\x1b')) return line
  let result = line
  for (const character of chunk) {
    if (erase.test(character)) result = Array.from(result).slice(0, -1).join('')
    else if (character === eraseLine) result = ''
    else if (!/\p{C}/u.test(character)) result += character
  }
  return result
}

/** What to print so that the line on the screen becomes the new one. */
function redraw(before: string, after: string): string {
  if (after.startsWith(before)) return after.slice(before.length)
  const gone = Array.from(before).length - Array.from(after).length
  return '\b \b'.repeat(Math.max(0, gone))
}

/** Raw keys as they arrive, for the time of one prompt. */
class Keys {
  /** What stands on the line of the prompt. */
  standing = ''
  readonly #input: ReadStream
  readonly #chunks: string[] = []
  readonly #decoder = new TextDecoder()
  #ended = false
  #wake: (() => void) | undefined

  constructor(input: ReadStream) {
    this.#input = input
    input.on('data', this.#take)
    input.on('end', this.#end)
    input.on('error', this.#end)
    try {
      input.setRawMode(true)
    } catch {
      this.#ended = true
    }
    input.resume()
  }

  /** The next keys; nothing when the input has ended. */
  async next(): Promise<string | undefined> {
    if (this.#chunks.length === 0 && !this.#ended) await this.#arrival()
    return this.#chunks.shift()
  }

  /** Whether nothing arrives for a moment. */
  async silent(): Promise<boolean> {
    if (this.#chunks.length === 0 && !this.#ended) await this.#arrival(quiet)
    return this.#chunks.length === 0
  }

  /** Drops what arrives until the input comes to rest; false when it ends or never does. */
  async rest(): Promise<boolean> {
    const limit = Date.now() + patience
    this.#chunks.length = 0
    while (!(await this.silent())) {
      this.#chunks.length = 0
      if (Date.now() > limit) return false
    }
    return !this.#ended
  }

  push(keys: string): void {
    this.#chunks.push(keys)
    this.#wake?.()
  }

  close(): void {
    this.#end()
    this.#input.off('data', this.#take)
    this.#input.off('end', this.#end)
    this.#input.pause()
    try {
      this.#input.setRawMode(false)
    } catch {}
  }

  #arrival(within?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = within === undefined ? undefined : setTimeout(resolve, within)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  readonly #take = (bytes: Buffer): void => {
    this.push(this.#decoder.decode(bytes, { stream: true }))
  }

  readonly #end = (): void => {
    this.#ended = true
    this.#wake?.()
  }
}
