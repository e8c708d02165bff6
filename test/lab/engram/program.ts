import { extname, join } from 'node:path'
import { LabProgram } from '../shared/program.ts'

/** One line for each fault, in the order of the README. */
export const faultNames = [
  'process-down',
  'stale-pid',
  'port-conflict',
  'data-permission',
  'config-invalid',
  'hang-at-shutdown',
  'grpc-blocked',
  'grpc-disabled',
  'grpc-port-conflict',
  'grpc-tls',
  'grpc-tls-unnamed',
  'grpc-stuck',
  'slow-queries',
  'cpu-saturation',
  'wal-lag',
  'memory-growth',
  'memory-leak',
  'hot-tier-oversized',
  'file-leak',
  'disk-nearly-full',
  'migration-backlog',
  'consolidation-stuck',
  'consolidation-disabled',
  'consolidation-timeout',
  'consolidation-memory',
  'wal-corruption',
  'data-corruption',
  'wide-corruption',
  'memories-missing',
  'space-isolation',
  'space-missing',
  'space-permission',
  'space-registry',
  'nan',
  'nan-sent',
  'index-corrupted',
  'index-unreadable',
  'index-half-built',
] as const

/** The lab of this name: `engram` as documented, `engram-faithful` as the program really is. */
export function engramLab(name: 'engram' | 'engram-faithful'): LabProgram {
  const keeper = join(import.meta.dirname, `keeper${extname(import.meta.filename)}`)
  return new LabProgram({ name, faultNames: faultsOf(name), keeper, words: [name] })
}

/** Faults that the faithful program cannot have: what they spoil does not exist there, or does not stop it. */
const impossible = new Set<string>([
  'port-conflict',
  'wal-corruption',
  'config-invalid',
  'grpc-disabled',
  'grpc-tls',
  'grpc-tls-unnamed',
  'consolidation-disabled',
])

export function faultsOf(name: string): readonly string[] {
  return name === 'engram' ? faultNames : faultNames.filter((fault) => !impossible.has(fault))
}
