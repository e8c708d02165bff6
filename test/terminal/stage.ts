import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtProgram } from '../helpers/built.ts'
import { Place } from '../helpers/cli.ts'
import { Terminal, type Size } from '../helpers/tmux.ts'

/** The size at which most screens are kept: what two hops of ssh leave. */
export const small: Size = { columns: 80, rows: 24 }
/** How long a screen may take on a busy machine. */
export const seconds = 60

/** The program at a real terminal, in a place of its own. */
export class Stage {
  readonly place = new Place()
  terminal: Terminal | undefined

  open(
    words: readonly string[],
    size: Size = small,
    environment: Readonly<Record<string, string>> = {},
    before: readonly string[] = [],
  ): Terminal {
    this.terminal?.close()
    const variables = { ...this.place.environment, ...environment }
    this.terminal = new Terminal([...before, ...builtProgram, ...words], this.place.folder, variables, size)
    return this.terminal
  }

  /** The same in lines, on a terminal that is large enough for all of them. */
  openLines(...words: readonly string[]): Terminal {
    return this.open(['--plain', ...words], { columns: 110, rows: 50 })
  }

  /** The same where nobody can answer: `input` comes through a pipe, and what is shown goes into one. */
  piped(words: readonly string[], input: string): SpawnSyncReturns<string> {
    const [node = '', ...program] = builtProgram
    const { folder, environment } = this.place
    return spawnSync(node, [...program, ...words], { cwd: folder, env: environment, input, encoding: 'utf8' })
  }

  text(name: string): string | undefined {
    const path = join(this.place.folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  }

  /** Lets `user` work in this place too; gives the words that start a program as that user, none where that cannot be. */
  shared(user: string): readonly string[] | undefined {
    const words = ['runuser', '-u', user, '--']
    const [node = '', launcher = ''] = builtProgram
    if (process.getuid?.() !== 0) return undefined
    const { status } = spawnSync('runuser', [...words.slice(1), node, launcher, '--version'])
    if (status !== 0) return undefined
    chmodSync(this.place.folder, 0o777)
    return words
  }

  /** A screen without what differs from run to run. */
  masked(screen: string): string {
    return masked(screen, this.place.folder)
  }

  /** Types a line, waits until it stands there, and presses Enter: what comes faster would be a paste. */
  async answers(line: string): Promise<void> {
    this.terminal?.type(line)
    await this.terminal?.shows(`${line}█`, seconds)
    this.terminal?.type('', 'Enter')
  }

  close(): void {
    this.terminal?.close()
    this.place.close()
  }
}

/** A screen without what differs from run to run: ids, times, folders, people, the length of rules, empty last lines. */
export function masked(screen: string, folder: string): string {
  const text = screen
    .replaceAll(folder, 'PLACE')
    .replace(/\b([A-Z]+-\d+)-\d{8}-\d{4}-\w{4}\b/g, '$1-RUN')
    .replace(/\b\d\d:\d\d:\d\d\b/g, 'CLOCK')
    .replace(/\b\d+(\.\d+)? (ms|s|min)( \d+ s)?\b/g, 'TIME')
    .replace(/─{3,}/g, '───')
    .replace(/\(\w+\)$/gm, '(WHO)')
    .replace(/[ \t]+$/gm, '')
  return `${text.trimEnd()}\n`
}

/** Where a screen is kept; `vitest -u` keeps it anew. */
export function golden(name: string): string {
  return join(import.meta.dirname, 'screens', `${name}.txt`)
}
