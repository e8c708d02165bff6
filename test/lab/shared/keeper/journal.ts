import { appendFileSync } from 'node:fs'

/** What `journalctl` shows: lines of init beside those of the service, `INSTANT HOST WHO[PID]: text`. */
export class Journal {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  write(who: string, text: string): void {
    appendFileSync(this.#path, `${new Date().toISOString()} lab ${who}[1]: ${text}\n`)
  }
}
