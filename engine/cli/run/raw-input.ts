import type { ReadStream } from 'node:tty'

/** Reads every key of a terminal as it is pressed, Ctrl-C too, until it is closed. */
export class RawInput {
  readonly #input: ReadStream
  readonly #doors: { readonly take: (chunk: string) => void; readonly end: () => void }
  readonly #decoder = new TextDecoder()

  constructor(
    input: ReadStream,
    doors: { readonly take: (chunk: string) => void; readonly end: () => void },
  ) {
    this.#input = input
    this.#doors = doors
    input.on('end', doors.end)
    input.on('error', doors.end)
    this.go()
  }

  /** Takes the keys. */
  go(): void {
    this.#input.on('data', this.#take)
    this.#raw(true)
    this.#input.resume()
  }

  /** Leaves the keys to another program. */
  rest(): void {
    this.#input.off('data', this.#take)
    this.#raw(false)
    this.#input.pause()
  }

  close(): void {
    this.rest()
    this.#input.off('end', this.#doors.end)
    this.#input.on('error', () => undefined)
  }

  #raw(on: boolean): void {
    try {
      this.#input.setRawMode(on)
    } catch {
      // The terminal is gone: the end of input says so.
    }
  }

  readonly #take = (bytes: Buffer): void => {
    this.#doors.take(this.#decoder.decode(bytes, { stream: true }))
  }
}
