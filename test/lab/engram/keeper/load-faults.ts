import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spaceFiles } from '../service/space.ts'
import { encodeSegment, segmentName } from '../service/wal.ts'
import { until } from '../../shared/keeper/trouble.ts'
import { calmWorld } from '../world.ts'
import { layOldBackups } from './furnish.ts'
import { configured, type EngramFault, type Faults, isDown, type Machine, whileStopped } from './machine.ts'
import { isWell, type Observation } from './observe.ts'

/** A process that was started after the fault and is younger than a second has not shown yet how it is. */
const isYoung: EngramFault['isPresent'] = ({ inner }, machine) =>
  inner === undefined || (inner.startedAt > machine.world().changedAt && inner.startedAt > Date.now() - 1000)
const slow: EngramFault['isPresent'] = (seen, machine) =>
  isYoung(seen, machine) || (seen.inner?.p99 ?? 0) >= 100
const idle = ({ inner }: Observation) => inner === undefined || inner.cycles === 0 || inner.sinceCycle > 2
const lags = (seen: Observation) => isDown(seen) || (seen.inner?.walLag ?? 60) > 10

const calm = calmWorld('documented')

const leaks = ({ inner }: Observation) => inner?.leakedBytes !== 0

/** Something begins to leak; resolves when so many bytes are gone. */
async function leak(machine: Machine, bytes: number): Promise<void> {
  machine.change({ leakSince: Date.now() })
  await until('nothing leaks', async () => ((await machine.observe()).inner?.leakedBytes ?? 0) >= bytes)
}

/** A fault that lies in the world around the service. */
function inWorld(part: Parameters<Machine['change']>[0], isPresent: EngramFault['isPresent']): EngramFault {
  return { apply: (machine) => changeWorld(machine, part), isPresent }
}

/** A fault that a process keeps for as long as it lives. */
function ofProcess(
  key: 'leakSince' | 'openFilesSince' | 'stuckSince',
  isPresent: EngramFault['isPresent'],
): EngramFault {
  return { apply: (machine) => changeWorld(machine, { [key]: Date.now() }), isPresent }
}

/** Changes the world and waits until the service feels it: what it did before that says nothing of the fault. */
async function changeWorld(machine: Machine, part: Parameters<Machine['change']>[0]): Promise<void> {
  machine.change(part)
  await until('the service does not feel the fault', async () => {
    const { inner } = await machine.observe()
    return inner === undefined || inner.changedAt === machine.world().changedAt
  })
}

/** What makes the service slow, large or full. */
export const loadFaults: Faults = {
  'slow-queries': inWorld({ workingSet: 900 }, slow),
  'cpu-saturation': inWorld({ activations: 9 }, slow),
  'wal-lag': {
    apply: (machine) => {
      machine.change({ writes: 60 })
      return whileStopped(machine, layBacklog)
    },
    isPresent: lags,
  },
  'memory-growth': { apply: (machine) => leak(machine, calm.leakMost), isPresent: leaks },
  'memory-leak': {
    apply: async (machine) => {
      machine.change({ leakMost: 3 * calm.leakMost })
      await leak(machine, 0.6 * calm.leakMost)
      machine.change({ leakBytes: 1024 * 1024 })
    },
    isPresent: leaks,
  },
  'hot-tier-oversized': configured(
    'persistence',
    'hot_capacity = 20000',
    (seen, machine) => isYoung(seen, machine) || !isWell(seen, 'memory'),
  ),
  'file-leak': ofProcess('openFilesSince', (seen) => !isWell(seen, 'files')),
  'disk-nearly-full': {
    apply: ({ layout }) => layOldBackups(layout),
    isPresent: ({ inner }) => inner?.full !== false,
  },
  'migration-backlog': inWorld(
    { warmDemand: 3000 },
    (seen, machine) => isYoung(seen, machine) || seen.inner?.migrationQueue !== 0,
  ),
  'consolidation-stuck': ofProcess('stuckSince', idle),
  'consolidation-disabled': configured('consolidation', 'enabled = false', idle),
  'consolidation-timeout': inWorld({ patternSeconds: 120 }, idle),
  'consolidation-memory': inWorld({ batchThatFits: 600 }, idle),
}

/** Eight hundred memories that were stored a minute ago and never consolidated: one worker never catches up. */
function layBacklog({ layout }: Machine): void {
  const folder = spaceFiles(join(layout.data, 'default')).wal
  mkdirSync(folder, { recursive: true })
  for (let segment = 0; segment < 40; segment++) {
    const entries = Array.from({ length: 20 }, (_, number) => ({
      at: Date.now() - 60_000 + segment * 1000,
      memory: {
        id: `load-0-${segment}-${number}`,
        content: 'a client said',
        confidence: 0.9,
        activation: 0.5,
        embedding: [0.1],
      },
    }))
    writeFileSync(join(folder, segmentName(0x1000 + segment)), encodeSegment(entries))
  }
}
