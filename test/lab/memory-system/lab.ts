import { extname, join } from 'node:path'
import { labCommandLine } from '../shared/command-line.ts'
import { LabProgram } from '../shared/program.ts'

/** One line for each fault, in the order of the README. */
export const faultNames = [
  'down',
  'high-latency',
  'blocked',
  'connections-used-up',
  'disk-full',
  'bad-deploy',
  'expired-certificate',
  'corruption',
  'data-loss',
  'machine-lost',
  'stale-statistics',
  'stale-tiers',
  'index-broken',
  'library-vulnerable',
  'not-watched',
] as const

const keeper = join(import.meta.dirname, `keeper${extname(import.meta.filename)}`)
const lab = new LabProgram({ name: 'memory-system', faultNames, keeper })

export const { up, down, setFault, check, status } = lab.functions()

if (import.meta.main) await labCommandLine(lab)
