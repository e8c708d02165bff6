import { extname, join } from 'node:path'
import { labCommandLine } from '../shared/command-line.ts'
import { LabProgram } from '../shared/program.ts'

/** One line for each fault, in the order of the README. */
export const faultNames = [
  'process-down',
  'stale-lock',
  'slow-storage',
  'storage-errors',
  'storage-errors-schema',
  'turso-down',
  'breaker-open',
  'breaker-open-backend-down',
  'low-hit-rate',
  'memory-growth',
  'hang-at-shutdown',
  'disk-nearly-full',
  'bad-release',
  'corrupt-cache',
  'data-loss',
  'weeks-lost',
  'process-hangs',
  'maintenance-left-on',
] as const

const lab = new LabProgram({
  name: 'memory-service',
  faultNames,
  keeper: join(import.meta.dirname, `keeper${extname(import.meta.filename)}`),
})

export const { up, down, setFault, check, status } = lab.functions()

if (import.meta.main) await labCommandLine(lab)
