import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Command } from './measure.ts'

/** Characters of the past that a terminal's search looks at. */
const kept = 100_000

/** A program at a terminal of 80×24 (util-linux's `script`), and what it has drawn. */
export class Pty {
  readonly #child
  readonly #begun = performance.now()
  #drawn = ''
  #look: () => void = () => undefined
  readonly ended: Promise<void>

  constructor({ words, directory, environment }: Command) {
    const command = `stty cols 80 rows 24; exec ${words.map((word) => `'${word}'`).join(' ')}`
    this.#child = spawn('script', ['-qfec', command, '/dev/null'], {
      cwd: directory,
      env: { ...process.env, TERM: 'xterm-256color', CI: '', ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#drawn = (this.#drawn + text).slice(-kept)
      this.#look()
    })
    this.ended = new Promise((done) => this.#child.on('close', () => done()))
  }

  /** Waits until something is drawn after what was found before; gives the milliseconds since the start. @throws after 30 s */
  async shows(what: string): Promise<number> {
    await new Promise<void>((done, fail) => {
      const missing = () => fail(new Error(`\`${what}\` was never drawn: ${this.#drawn.slice(-2000)}`))
      const patience = setTimeout(missing, 30_000)
      this.#look = () => {
        const at = this.#drawn.indexOf(what)
        if (at < 0) return
        this.#drawn = this.#drawn.slice(at + what.length)
        clearTimeout(patience)
        done()
      }
      this.#look()
    })
    this.#look = () => undefined
    return performance.now() - this.#begun
  }

  /** Presses keys; what was drawn before them is not looked at any more. Gives the milliseconds since the start. */
  type(keys: string): number {
    this.#drawn = ''
    const at = performance.now() - this.#begun
    this.#child.stdin.write(keys)
    return at
  }

  /** The process in the terminal. */
  pid(): number {
    const { pid } = this.#child
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])
  }

  /** Ends the program, and waits for it. */
  async close(): Promise<void> {
    process.kill(this.pid(), 'SIGTERM')
    await this.ended
  }
}
