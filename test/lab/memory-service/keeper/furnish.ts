import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { databaseName, type Layout } from '../layout.ts'
import { encodeCache, writeCache } from '../redb.ts'
import { schemaOne } from '../schema.ts'
import { usedBytes } from '../../shared/volume.ts'
import { calm, writeWorld } from '../world.ts'
import type { Databases } from './database.ts'
import { artefacts, changelog, releases } from './releases.ts'

/** What a lab keeps from its start to its end. */
export interface Fixtures {
  readonly port: number
  readonly tursoUrl: string
  readonly adminToken: string
  readonly tursoToken: string
}

const day = 24 * 60 * 60 * 1000
const episodes = 400
const patterns = 2000

/** Lays every file of the machine out as it is on a good day; what was there before is replaced. */
export function furnish(layout: Layout, fixtures: Fixtures): void {
  for (const folder of ['etc', 'lib', 'usr', 'backups', 'crash', 'src']) {
    rmSync(join(layout.root, folder), { recursive: true, force: true })
  }
  const folders = [layout.dropins, layout.crash, layout.bin, layout.instances]
  for (const folder of [...folders, join(layout.root, 'log'), join(layout.root, 'lib')])
    mkdirSync(folder, { recursive: true })
  rmSync(layout.lock, { force: true })
  layConfiguration(layout, fixtures)
  layReleases(layout)
  layCache(layout)
  writeWorld(layout.world, calm)
}

function layConfiguration(layout: Layout, fixtures: Fixtures): void {
  mkdirSync(dirname(layout.config), { recursive: true })
  writeFileSync(layout.config, configText(fixtures.port))
  const variables = {
    TURSO_DATABASE_URL: fixtures.tursoUrl,
    TURSO_AUTH_TOKEN: fixtures.tursoToken,
    REDB_CACHE_PATH: layout.cache,
    ADMIN_TOKEN: fixtures.adminToken,
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(layout.environmentFile, lines.join(''), { mode: 0o600 })
}

function configText(port: number): string {
  return `[server]
metrics_port = ${port}

[storage]
cache_max_size = 1000      # entries
cache_ttl_seconds = 3600
batch_writes = false
batch_size = 10            # statements in one call

[storage.turso]
pool_min_connections = 10
pool_max_connections = 100

[log]
level = "info"
`
}

/** Programs of all releases with their checksums; 0.1.0 is installed, and a source tree lies ready to be built. */
function layReleases(layout: Layout): void {
  for (const release of releases) {
    const folder = join(layout.releases, `v${release.version}`)
    mkdirSync(folder, { recursive: true })
    const { service } = artefacts(release)
    writeFileSync(join(folder, 'memory-service'), service, { mode: 0o755 })
    const digest = createHash('sha256').update(service).digest('hex')
    writeFileSync(join(folder, 'SHA256SUMS'), `${digest}  memory-service\n`)
  }
  writeFileSync(join(layout.releases, 'CHANGELOG.md'), changelog)
  mkdirSync(layout.source, { recursive: true })
  cpSync(join(layout.releases, 'CHANGELOG.md'), join(layout.source, 'CHANGELOG.md'))
  writeFileSync(
    join(layout.source, 'Cargo.toml'),
    '[workspace.package]\nname = "memory-service"\nversion = "0.1.0"\nrust-version = "1.83"\n',
  )
  const crates = ['libsql 0.6.0', 'redb 2.1.4', 'tokio 1.41.0'].map((crate) => crate.split(' '))
  const lock = crates.map(([name, version]) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`)
  writeFileSync(join(layout.source, 'Cargo.lock'), lock.join('\n'))
  writeFileSync(join(layout.releases, 'advisories'), 'tokio 1.8.0 RUSTSEC-2021-0072\n')
  install(layout, '0.1.0', layout.installed)
  install(layout, '0.1.0', join(layout.bin, 'memory-core'))
}

/** Copies a release to a place; the place keeps no trace of what was there. */
export function install(layout: Layout, version: string, place: string): void {
  mkdirSync(dirname(place), { recursive: true })
  copyFileSync(join(layout.releases, `v${version}`, 'memory-service'), place)
  chmodSync(place, 0o755)
}

function layCache(layout: Layout): void {
  const entries = Array.from(
    { length: calm.workingSet },
    (_, number) => [`pattern:${number}`, patternText(number)] as const,
  )
  writeCache(layout.cache, { entries, queued: [] })
  mkdirSync(join(layout.backups, 'redb'), { recursive: true })
  mkdirSync(join(layout.backups, 'turso'), { recursive: true })
  const packed = gzipSync(encodeCache({ entries, queued: [] }))
  for (const age of [1, 2, 3]) layBackup(layout, packed, age)
}

function layBackup(layout: Layout, bytes: Buffer, days: number): void {
  const at = new Date(Date.now() - days * day)
  const stamp = at.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15)
  const file = join(layout.backups, 'redb', `cache_${stamp}.redb.gz`)
  writeFileSync(file, bytes)
  utimesSync(file, at, at)
}

/** Fills the volume to 96 % with sound backups that are eight days old and older. */
export function layOldBackups(layout: Layout): void {
  const count = 6
  const size = Math.floor((layout.volume.bytes * 0.965 - usedBytes(layout.volume)) / count)
  const entries = [['pattern:0', 'x'.repeat(size - 256)]] as const
  const packed = gzipSync(encodeCache({ entries, queued: [] }), { level: 0 })
  for (let age = 8; age < 8 + count; age++) layBackup(layout, packed, age)
}

/** Fills an account with the production database: 400 episodes of the last two months, 2,000 patterns, three backups. */
export function layDatabase(databases: Databases): void {
  for (const name of databases.names()) databases.destroy(name)
  databases.forgetBackups()
  databases.create(databaseName)
  const schema = schemaOne.split(';\n').filter((sql) => sql.trim() !== '')
  databases.run(databaseName, [
    ...schema.map((sql) => ({ sql, args: [] })),
    ...Array.from({ length: episodes }, (_, number) => ({
      sql: "INSERT INTO episodes VALUES (?, ?, 'success', 'history', datetime('now', ?))",
      args: [`ep-history-${String(number).padStart(4, '0')}`, `task ${number}`, `-${48 + number * 3} hours`],
    })),
    ...Array.from({ length: patterns }, (_, number) => ({
      sql: "INSERT INTO patterns VALUES (?, ?, datetime('now', ?))",
      args: [number, patternText(number), `-${2 + (number % 50)} days`],
    })),
  ])
  for (const age of [day, day / 24, 0]) databases.backUp(databaseName, new Date(Date.now() - age))
}

function patternText(number: number): string {
  return `pattern ${number}: when the task repeats, reuse step ${number % 7}`
}
