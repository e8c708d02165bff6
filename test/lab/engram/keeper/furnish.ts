import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { usedBytes } from '../../shared/volume.ts'
import type { Layout } from '../layout.ts'
import { writeIndex } from '../service/index-file.ts'
import { encodeTier, type Memory } from '../service/memory.ts'
import { Space, spaceFiles } from '../service/space.ts'
import { calmWorld, type Profile, writeWorld } from '../world.ts'
import { program, releases } from './releases.ts'

/** What a lab keeps from its start to its end. */
export interface Fixtures {
  readonly profile: Profile
  readonly port: number
  readonly grpcPort: number
}

const day = 24 * 60 * 60 * 1000

/** How many memories each space has on a good day. */
export const sizes: Readonly<Record<string, number>> = { default: 1000, tenant_a: 20, tenant_b: 20 }

/** Lays every file of the machine out as it is on a good day; what was there before is replaced. */
export function furnish(layout: Layout, fixtures: Fixtures): void {
  for (const folder of ['etc', 'data', 'usr', 'backups', 'bundles', 'releases'])
    rmSync(join(layout.root, folder), { recursive: true, force: true })
  for (const file of [layout.pidFile, layout.firewall]) rmSync(file, { force: true })
  const folders = [
    layout.dropins,
    layout.bin,
    layout.instances,
    layout.backups,
    layout.bundles,
    layout.releases,
  ]
  for (const folder of [...folders, dirname(layout.log), dirname(layout.config)])
    mkdirSync(folder, { recursive: true })
  writeFileSync(layout.config, configText(fixtures))
  writeFileSync(layout.environmentFile, '# Settings of the unit engram.\n')
  for (const release of releases) {
    writeFileSync(join(layout.releases, `engram-${release.version}`), program(release), { mode: 0o755 })
  }
  install(layout, '0.1.1')
  layData(layout)
  writeWorld(layout.world, calmWorld(fixtures.profile))
}

export function install(layout: Layout, version: string): void {
  copyFileSync(join(layout.releases, `engram-${version}`), layout.installed)
}

function configText({ profile, port, grpcPort }: Fixtures): string {
  const common = `[server]
http_bind = "127.0.0.1:${port}"

[memory_spaces]
default_space = "default"

[persistence]
hot_capacity = 400     # memories
warm_capacity = 2000

[log]
level = "info"

[grpc]
address = "127.0.0.1:${grpcPort}"
`
  if (profile === 'faithful') return common
  return `${common}enabled = true

[wal]
flush_workers = 1

[activation]
max_concurrency = 8

[consolidation]
enabled = true
check_interval_secs = 60
max_batch_size = 1000
`
}

function memory(id: string, number: number): Memory {
  const content = number % 7 === 0 ? `test memory ${number}` : `memory ${number}`
  return {
    id,
    content,
    confidence: 0.5 + (number % 50) / 100,
    activation: (number % 10) / 10,
    embedding: [0.1, 0.2],
  }
}

function layData(layout: Layout): void {
  for (const [space, count] of Object.entries(sizes)) {
    const folder = join(layout.data, space)
    Space.make(space, folder)
    const prefix = space === 'default' ? 'memory' : space
    const ids = Array.from({ length: count }, (_, number) => `${prefix}-${String(number).padStart(4, '0')}`)
    writeFileSync(spaceFiles(folder).warm, encodeTier(ids.map(memory)))
    writeIndex(spaceFiles(folder).index, ids)
  }
  const first = backupPath(layout, 1)
  spawnSync('tar', ['-czf', first, '-C', dirname(layout.data), basename(layout.data)])
  setAge(first, 1)
  for (const days of [2, 3]) {
    const path = backupPath(layout, days)
    copyFileSync(first, path)
    setAge(path, days)
  }
}

/** `engram-full-YYYYmmdd_HHMMSS.tar.gz`, as the backup runbook names it. */
function backupPath(layout: Layout, days: number): string {
  const at = new Date(Date.now() - days * day)
  const stamp = at.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15)
  return join(layout.backups, `engram-full-${stamp}.tar.gz`)
}

function setAge(path: string, days: number): void {
  const at = new Date(Date.now() - days * day)
  utimesSync(path, at, at)
}

/** Fills the volume to 96 % with backups that are eight days old and older. */
export function layOldBackups(layout: Layout): void {
  const count = 6
  const size = Math.floor((layout.volume.bytes * 0.965 - usedBytes(layout.volume)) / count)
  for (let days = 8; days < 8 + count; days++) {
    const path = backupPath(layout, days)
    writeFileSync(path, Buffer.alloc(size))
    setAge(path, days)
  }
}
