import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clear } from '../helpers/clear.ts'
import type { LabProgram } from '../../engine/run/lab.ts'
import type { LabFile } from './shared/program.ts'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A lab in a folder of its own, and a shell that sees of it what a block of a run would see. */
export interface TestLab {
  readonly folder: string
  readonly file: LabFile
  run(script: string): Promise<Ran>
  /** Whether the fault stayed visible for all of these milliseconds. */
  staysPresent(fault: string, milliseconds: number): Promise<boolean>
  /** Whether the fault was gone before the milliseconds were over, and was still gone half a second later. */
  becomesAbsent(fault: string, milliseconds: number): Promise<boolean>
}

/** Starts a lab, hands it over, and ends it whatever happens. */
export async function withLab(
  program: LabProgram,
  fault: string | undefined,
  use: (lab: TestLab) => Promise<void>,
): Promise<void> {
  const folder = join(mkdtempSync(join(tmpdir(), 'lab-')), 'lab')
  try {
    const file = (await program.up(folder, fault)) as LabFile
    await use(testLab(program, folder, file))
  } finally {
    await program.down(folder)
    clear(join(folder, '..'))
  }
}

export function testLab(program: LabProgram, folder: string, file: LabFile): TestLab {
  return {
    folder,
    file,
    run: (script) => runIn(file, script),
    staysPresent: async (fault, milliseconds) => {
      for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(150)) {
        if (!(await program.check(folder, fault))) return false
      }
      return true
    },
    becomesAbsent: async (fault, milliseconds) => {
      for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(150)) {
        if (await program.check(folder, fault)) continue
        await sleep(500)
        return !(await program.check(folder, fault))
      }
      return false
    },
  }
}

function runIn(file: LabFile, script: string): Promise<Ran> {
  const env = {
    HOME: process.env.HOME,
    LC_ALL: 'C',
    ...file.inputs,
    ...file.secrets,
    ...file.environment,
    PATH: [...file.path, process.env.PATH].join(':'),
  }
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const text = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...text }))
  })
}
