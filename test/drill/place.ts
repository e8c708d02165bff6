import { spawn, type ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import { Place, type Ended } from '../helpers/cli.ts'

const launcher = join(resolve(import.meta.dirname, '../..'), 'bin', 'runbook.cjs')

/** A place whose program is the built one: a drill is many processes, and this one starts sooner. */
export class DrillPlace extends Place {
  start(words: readonly string[], environment: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [launcher, ...words], {
      cwd: this.folder,
      env: { ...this.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  runbook(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
    const child = this.start(words, environment)
    const output = { stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    return new Promise((done) => child.on('close', (status, signal) => done({ status, signal, ...output })))
  }
}
