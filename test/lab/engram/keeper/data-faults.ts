import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { unfinished } from '../../shared/files.ts'
import { decodeTier, encodeTier, type Memory } from '../service/memory.ts'
import { spaceFiles } from '../service/space.ts'
import { encodeSegment, segmentName } from '../service/wal.ts'
import { install } from './furnish.ts'
import {
  damage,
  type EngramFault,
  type Faults,
  isDown,
  type Machine,
  setMode,
  whileStopped,
} from './machine.ts'
import type { Observation } from './observe.ts'

const isolationBroken = ({ inner }: Observation) => inner?.isolated !== true
const spaceFails = ({ inner }: Observation) =>
  inner === undefined || inner.failedSpaces.length > 0 || !inner.isolated
const indexIll = ({ inner }: Observation) => inner?.indices.every((status) => status === 'healthy') !== true
const memoriesOf = (seen: Observation, id: string) =>
  seen.inner?.health.spaces
    .map((one) => one as { space: string; memories: number })
    .find(({ space }) => space === id)?.memories ?? 0

/** Milliseconds in which the clients of the service come across it. */
const clientsMeetIt = 600

const filesOf = ({ layout }: Machine, space: string) => spaceFiles(join(layout.data, space))

function stopped(change: (machine: Machine) => unknown, isPresent: EngramFault['isPresent']): EngramFault {
  const apply = async (machine: Machine) => {
    await whileStopped(machine, change)
    await sleep(clientsMeetIt)
  }
  return { apply, isPresent }
}

/** What damages data, or mixes it up. */
export const dataFaults: Faults = {
  'wal-corruption': stopped((machine) => layDamagedSegment(machine), isDown),
  'data-corruption': stopped((machine) => {
    layDamagedSegment(machine)
    damage(filesOf(machine, 'default').warm)
  }, isDown),
  'wide-corruption': stopped((machine) => {
    layDamagedSegment(machine)
    layDamagedSegment(machine, 0x1000)
    damage(filesOf(machine, 'tenant_a').warm)
  }, isDown),
  'memories-missing': stopped(
    (machine) => keepMemories(machine, 'tenant_a', (memories) => memories.slice(0, 1)),
    (seen) => memoriesOf(seen, 'tenant_a') < 20,
  ),
  'space-isolation': stopped(({ layout }) => install(layout, '0.1.0'), isolationBroken),
  'space-missing': stopped(
    ({ layout }) => rmSync(join(layout.data, 'tenant_b'), { recursive: true }),
    ({ inner }) =>
      inner?.health.spaces.some((one) => (one as { space: string }).space === 'tenant_b') !== true,
  ),
  'space-permission': stopped(({ layout }) => setMode(join(layout.data, 'tenant_a'), 0o500), spaceFails),
  'space-registry': stopped((machine) => damage(filesOf(machine, 'tenant_a').registry), spaceFails),
  nan: stopped(
    (machine) => keepMemories(machine, 'default', injectNaN),
    ({ inner }) => inner === undefined || inner.invalid > 0,
  ),
  'nan-sent': {
    apply: (machine) => machine.change({ sendsInfinity: true }),
    isPresent: ({ inner }) => inner === undefined || inner.invalid > 0,
  },
  'index-corrupted': stopped((machine) => damage(filesOf(machine, 'default').index), indexIll),
  'index-unreadable': stopped((machine) => setMode(filesOf(machine, 'default').index, 0o000), indexIll),
  'index-half-built': stopped((machine) => cutOffRebuild(filesOf(machine, 'default').index), indexIll),
}

/** What a rebuild leaves behind that ended in the middle: half an index, in the file that it writes first. */
function cutOffRebuild(index: string): void {
  const bytes = readFileSync(index)
  writeFileSync(unfinished(index), bytes.subarray(0, bytes.length >> 1))
}

/** A sound segment of real entries, then bytes in the middle of it overwritten. */
function layDamagedSegment(machine: Machine, number = 0xfff): void {
  const path = join(filesOf(machine, 'default').wal, segmentName(number))
  const memory = {
    id: 'lost-0001',
    content: 'x'.repeat(200),
    confidence: 0.9,
    activation: 0.5,
    embedding: [0.1],
  }
  writeFileSync(path, encodeSegment([{ at: Date.now(), memory }]))
  damage(path)
}

function keepMemories(machine: Machine, space: string, change: (memories: Memory[]) => Memory[]): void {
  const { warm } = filesOf(machine, space)
  writeFileSync(warm, encodeTier(change(decodeTier(readFileSync(warm, 'utf8')))))
}

/** Three memories whose numbers a division by zero has ruined, with right checksums. */
function injectNaN(memories: Memory[]): Memory[] {
  return memories.map((memory, index) => {
    if (index === 7) return { ...memory, confidence: Number.NaN }
    if (index === 8) return { ...memory, embedding: [Number.NaN, 0.2] }
    return index === 9 ? { ...memory, activation: Number.POSITIVE_INFINITY } : memory
  })
}
