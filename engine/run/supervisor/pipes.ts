import { execFileSync, spawn } from 'node:child_process'
import { closeSync, constants, openSync, unlinkSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'

/** Bytes taken from a pipe at once. */
const chunk = 65536
/** Buffers of pipes that are closed: a run of a thousand steps needs no more of them than its busiest moment. */
const spares: Buffer[] = []
/** Pipes made by one call of `mkfifo`: it costs as much as a command does. */
const batch = 96

/**
 * Real pipes. Node joins a child by sockets, and `echo text > /dev/stderr` fails on a socket; a runbook may write that.
 * A pipe is a FIFO whose name is gone as soon as both ends are open.
 */
export class Pipes {
  readonly #folder: string
  #names: string[] = []
  #made = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  open(): Pipe {
    const path = this.#names.pop() ?? this.#make()
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const write = openSync(path, constants.O_WRONLY)
    const spare = openSync(path, constants.O_RDONLY)
    unlinkSync(path)
    return new Pipe(read, write, spare)
  }

  #make(): string {
    const names = Array.from({ length: batch }, (_, i) => join(this.#folder, `pipe-${this.#made + i}`))
    execFileSync('mkfifo', ['-m', '600', ...names], { stdio: 'ignore' })
    this.#made += batch
    this.#names = names.slice(1)
    return names[0] ?? ''
  }
}

/** One pipe: the child gets `write`, we read. */
export class Pipe {
  readonly write: number
  readonly #read: number
  readonly #spare: number
  #socket: Socket | undefined
  #open = true
  #settle: () => void = () => undefined
  /** Resolves when every writer is gone. */
  readonly drained: Promise<void> = new Promise((resolve) => {
    this.#settle = resolve
  })

  constructor(read: number, write: number, spare: number) {
    this.#read = read
    this.write = write
    this.#spare = spare
  }

  /** Whether somebody still holds the other end. */
  get held(): boolean {
    return this.#open
  }

  /** Lets go of our own writing end (the child has it now) and hands on all that comes, in one reused buffer. */
  listen(take: (bytes: Buffer) => void): void {
    closeSync(this.write)
    const callback = (size: number, buffer: Uint8Array) => {
      take(Buffer.from(buffer.buffer, buffer.byteOffset, size))
      return true
    }
    const buffer = spares.pop() ?? Buffer.allocUnsafe(chunk)
    this.#socket = new Socket({
      fd: this.#read,
      readable: true,
      writable: false,
      onread: { buffer, callback },
    })
    this.#socket.on('error', () => undefined)
    this.#socket.on('close', () => {
      this.#open = false
      spares.push(buffer)
      this.#settle()
    })
    this.#socket.resume()
  }

  /** Stops listening. What still writes is read by a small process of its own, or it would die of a closed pipe. */
  abandon(keepAlive: boolean): void {
    if (this.#socket === undefined) {
      closeSync(this.write)
      closeSync(this.#read)
    }
    this.#socket?.destroy()
    if (keepAlive && this.#open) {
      spawn('cat', { stdio: [this.#spare, 'ignore', 'ignore'], detached: true })
        .on('error', () => undefined)
        .unref()
    }
    closeSync(this.#spare)
  }
}
