import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { clear } from './clear.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** The program as it stands in the sources, as words of a command line. */
export const program: readonly string[] = [process.execPath, join(root, 'engine', 'cli', 'main.ts')]

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A place with its own library and its own state, away from the operator's. */
export class Place {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'runbook-cli-'))
  readonly environment: Readonly<Record<string, string>>

  constructor() {
    this.environment = {
      PATH: process.env.PATH ?? '',
      HOME: this.folder,
      RUNBOOK_STATE: join(this.folder, 'state'),
      XDG_CACHE_HOME: join(this.folder, 'cache'),
      LANG: 'C.UTF-8',
      TZ: 'UTC',
    }
    mkdirSync(join(this.folder, 'runbooks'))
  }

  /** Writes a runbook into the library; gives its path. */
  write(name: string, text: string, encoding: BufferEncoding = 'utf8'): string {
    const path = join(this.folder, 'runbooks', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, encoding)
    return path
  }

  /** Runs the program with nobody at the terminal; `input` is what stands on its standard input. */
  run(
    words: readonly string[],
    options: { readonly input?: string; readonly environment?: Record<string, string> } = {},
  ): Promise<Ended> {
    const [node = '', ...main] = program
    const child = spawn(node, [...main, ...words], {
      cwd: this.folder,
      env: { ...this.environment, ...options.environment },
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.stdin.on('error', () => undefined).end(options.input ?? '')
    return new Promise((done) => child.on('close', (status, signal) => done({ status, signal, ...output })))
  }

  close(): void {
    clear(this.folder)
  }
}
