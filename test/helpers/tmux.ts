import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

let opened = 0

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** A real pseudo-terminal with one program in it, behind a tmux server of its own. */
export class Terminal {
  readonly #socket = `runbook-test-${process.pid}-${opened++}`

  /** Starts `words` in `folder`; nothing of this process's environment is handed on but `environment`. */
  constructor(
    words: readonly string[],
    folder: string,
    environment: Readonly<Record<string, string>>,
    size: Size = { columns: 110, rows: 50 },
  ) {
    const variables = Object.entries(environment).map(([name, value]) => quote(`${name}=${value}`))
    const command = `exec env -i TERM=xterm-256color ${variables.join(' ')} ${words.map(quote).join(' ')}`
    this.#tmux(
      '-f',
      '/dev/null',
      'start-server',
      ';',
      'set',
      '-s',
      'set-clipboard',
      'on',
      ';',
      'set',
      '-g',
      'remain-on-exit',
      'on',
      ';',
      'set',
      '-g',
      'history-limit',
      '20000',
      ';',
      'new-session',
      '-d',
      '-x',
      String(size.columns),
      '-y',
      String(size.rows),
      '-c',
      folder,
      command,
    )
  }

  /** Types text as a person would, then presses the keys (`Enter`, `C-c`). */
  type(text: string, ...keys: readonly string[]): void {
    if (text !== '') this.#tmux('send-keys', '-l', text)
    for (const key of keys) this.#tmux('send-keys', key)
  }

  /** Pastes text in one go, without saying that it is a paste. */
  paste(text: string): void {
    execFileSync('tmux', ['-L', this.#socket, 'load-buffer', '-'], { input: text })
    this.#tmux('paste-buffer', '-r')
  }

  /** Everything that was shown so far, scrolled lines too. */
  screen(): string {
    return this.#tmux('capture-pane', '-p', '-J', '-S', '-')
  }

  /** What can be seen now; `colours`: with the sequences that set them. */
  seen(options: { readonly colours?: boolean } = {}): string {
    return this.#tmux('capture-pane', '-p', ...(options.colours === true ? ['-e'] : []))
  }

  /** Writes what the program sends from now on into a file, byte for byte. */
  keeps(file: string): void {
    this.#tmux('pipe-pane', `cat >> ${quote(file)}`)
  }

  /** As a person who drags the corner of a window. */
  resize({ columns, rows }: Size): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
  }

  /** What a program wrote to the clipboard. */
  clipboard(): string {
    return this.#tmux('show-buffer')
  }

  /** The process that runs in the terminal. */
  pid(): number {
    return Number(this.#tmux('display', '-p', '#{pane_pid}'))
  }

  /** Waits until the screen shows something; gives the screen. @throws with the screen when it never does. */
  async shows(what: RegExp | string, seconds = 20): Promise<string> {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
      const screen = this.screen()
      if (typeof what === 'string' ? screen.includes(what) : what.test(screen)) return screen
    }
    throw new Error(`the screen never showed ${String(what)}:\n${this.screen()}`)
  }

  /** Waits for the end of the program; gives its exit status. */
  async ended(seconds = 20): Promise<number> {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
      const pane = this.#tmux('display', '-p', '#{pane_dead} #{pane_pid} #{pane_dead_status}')
      const [dead, pid = '', status] = pane.trim().split(' ')
      const code = status ?? unreapedStatus(pid)
      if (dead === '1' && code !== undefined) return Number(code)
    }
    throw new Error(`the program did not end:\n${this.screen()}`)
  }

  /** Takes the terminal away, as a lost connection does. */
  hangUp(): void {
    this.#tmux('kill-server')
  }

  close(): void {
    try {
      this.hangUp()
    } catch {
      // the server has ended with its last session
    }
  }

  #tmux(...words: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
}

/** tmux sometimes misses the end of a child: then it stays a zombie, whose exit code is the 52nd word of its stat (proc(5)). */
function unreapedStatus(pid: string): number | undefined {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return words[0] === 'Z' ? Number(words[49]) >> 8 : undefined
  } catch {
    return undefined
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
