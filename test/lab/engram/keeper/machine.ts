import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Breakable, Fault } from '../../shared/keeper/trouble.ts'
import type { Unit } from '../../shared/keeper/unit.ts'
import type { Layout } from '../layout.ts'
import type { World } from '../world.ts'
import type { Observation } from './observe.ts'

/** What a fault can take hold of. */
export interface Machine extends Breakable<Observation> {
  readonly layout: Layout
  readonly unit: Unit
  readonly ports: { readonly http: number; readonly grpc: number }
  change(part: Partial<World>): void
  world(): World
  /** Starts a process that has nothing to do with the service and takes this port. */
  squat(port: number): Promise<void>
}

export type EngramFault = Fault<Machine, Observation>
export type Faults = Readonly<Record<string, EngramFault>>

export const isDown = ({ inner }: Observation) => inner === undefined

/** Ends the service, changes something, and starts it, which may fail. */
export async function whileStopped(machine: Machine, change: (machine: Machine) => unknown): Promise<void> {
  await machine.unit.stop(5000)
  await change(machine)
  await machine.unit.start()
}

/** Overwrites bytes in the middle; what stands before them stays what it was. */
export function damage(path: string): void {
  const bytes = readFileSync(path)
  const middle = bytes.length >> 1
  bytes.fill(0x58, middle, Math.min(bytes.length, middle + 16))
  writeFileSync(path, bytes)
}

/** A fault that is a line of the configuration, read at a start. */
export function configured(table: string, line: string, isPresent: EngramFault['isPresent']): EngramFault {
  const change = ({ layout }: Machine) => {
    const name = line.split(' ')[0] ?? ''
    const [before = '', after = ''] = readFileSync(layout.config, 'utf8').split(`[${table}]\n`)
    const kept = after
      .split('\n')
      .filter((text, index, all) => !text.startsWith(`${name} `) || isBeyond(all, index))
    writeFileSync(layout.config, `${before.trimEnd()}\n\n[${table}]\n${line}\n${kept.join('\n')}`)
  }
  return { apply: (machine) => whileStopped(machine, change), isPresent }
}

/** Whether another table has begun above this line. */
function isBeyond(lines: readonly string[], index: number): boolean {
  return lines.slice(0, index).some((line) => line.startsWith('['))
}

/** A certificate for this machine that is valid for two days, and its key. @throws when `openssl` does */
export function makeCertificate({ certificate, key }: Layout): void {
  mkdirSync(dirname(certificate), { recursive: true })
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const words = ['req', '-x509', ...curve, '-subj', '/CN=localhost', '-out', certificate, '-keyout', key]
  execFileSync('openssl', words, { stdio: 'pipe' })
}

export function setMode(path: string, mode: number): void {
  chmodSync(path, mode)
}
