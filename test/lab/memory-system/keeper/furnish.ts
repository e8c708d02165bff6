import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Layout } from '../layout.ts'
import { type Access, database, user } from './cluster.ts'
import { layPackages } from './packages.ts'

/** What a lab keeps from its start to its end. */
export interface Fixtures extends Access {
  readonly http: number
  readonly tls: number
  readonly prometheus: number
}

/** What can be installed, and how it changes the tables. 1.5.0 answers every request with an error. */
export const releases = [
  { version: '1.4.0', broken: 'no' },
  { version: '1.4.1', broken: 'no' },
  { version: '1.4.2', broken: 'no', column: `source text NOT NULL DEFAULT 'api'` },
  { version: '1.5.0', broken: 'yes', column: 'embedding_model integer NOT NULL DEFAULT 2' },
] as const

export function urlOf({ port, password }: Access, name = database): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`
}

/** By what psql and its like find the database (libpq, "Environment Variables"): the password lies in a file of its own. */
export const clientEnvironment = ({ passwords }: Layout, { port }: Access) => ({
  PGHOST: '127.0.0.1',
  PGPORT: String(port),
  PGUSER: user,
  PGDATABASE: database,
  PGPASSFILE: passwords,
})

/** Lays every file of the machine but the database out as it is on a good day. */
export function furnish(layout: Layout, fixtures: Fixtures): void {
  for (const folder of ['etc', 'usr', 'srv', 'releases'])
    rmSync(join(layout.root, folder), { recursive: true, force: true })
  for (const name of globSync('*.log*', { cwd: dirname(layout.log) })) rmSync(join(dirname(layout.log), name))
  rmSync(layout.crontab, { force: true })
  const files = [
    layout.config,
    layout.prometheusConfig,
    layout.log,
    layout.certificate,
    join(layout.archive, 'any'),
  ]
  for (const folder of [layout.dropins, layout.bin, layout.instances, layout.releases, ...files.map(dirname)])
    mkdirSync(folder, { recursive: true })
  writeFileSync(layout.config, configText(layout, fixtures))
  writeFileSync(layout.environmentFile, `DATABASE_URL=${urlOf(fixtures)}\n`, { mode: 0o600 })
  writeFileSync(layout.passwords, `*:*:*:*:${fixtures.password}\n`, { mode: 0o600 })
  writeFileSync(layout.prometheusConfig, unwatched)
  for (const release of releases) {
    writeFileSync(releasePath(layout, release.version), program(release), { mode: 0o755 })
    if ('column' in release) writeFileSync(`${releasePath(layout, release.version)}.sql`, migration(release))
  }
  copyFileSync(releasePath(layout, '1.4.1'), join(layout.releases, 'previous-stable'))
  install(layout, '1.4.1')
  layPackages(layout)
  layCertificate(layout, '20991231235959Z')
}

/** The configuration of a Prometheus that watches nothing yet. */
const unwatched = `global:
  evaluation_interval: 1s

rule_files:

scrape_configs:
`

export function install(layout: Layout, version: string): void {
  copyFileSync(releasePath(layout, version), layout.installed)
}

function releasePath(layout: Layout, version: string): string {
  return join(layout.releases, `memory-system-${version}`)
}

function configText({ certificate, key }: Layout, { http, tls }: Fixtures): string {
  return `[server]
port = ${http}
tls_port = ${tls}
certificate = "${certificate}"
key = "${key}"

[database]
max_connections = 10
idle_timeout_seconds = 600
connection_timeout_seconds = 2
`
}

/** What a release changes in the database before it can run. */
function migration({ version, column }: { version: string; column: string }): string {
  return `-- memory-system ${version}
ALTER TABLE memories ADD COLUMN ${column};
INSERT INTO schema_migrations (version) VALUES ('${version}');
`
}

/** The program of a release: a shell script that starts the stand-in as that release. */
function program({ version, broken }: (typeof releases)[number]): string {
  return `#!/usr/bin/env bash
# memory-system ${version}
set -eu
if [ "\${1-}" = --version ]; then echo 'memory-system ${version}'; exit 0; fi
. "\${LAB_ROOT:?is not set: start the lab first}/run/lab.env"
library=$LAB_ROOT/usr/lib/libembedding.so.1
if [ -e "$library" ]; then export LD_PRELOAD=$library; fi
exec "$NODE" --disable-warning=ExperimentalWarning "$SERVICE_PROGRAM" --release-version ${version} --release-broken ${broken}
`
}

/** A real certificate for 127.0.0.1, signed by the lab's own authority, good until this instant (`YYYYMMDDHHMMSSZ`). */
export function layCertificate(layout: Layout, until: string): void {
  const { authority, authorityKey, certificate, key } = layout
  const openssl = (...words: readonly string[]) => execFileSync('openssl', words, { stdio: 'ignore' })
  const request = `${certificate}.csr`
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    'req',
    '-x509',
    ...curve,
    '-subj',
    '/CN=lab authority',
    '-days',
    '3650',
    '-keyout',
    authorityKey,
    '-out',
    authority,
  )
  openssl(
    'req',
    ...curve,
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    key,
    '-out',
    request,
  )
  sign(layout, request, until)
  chmodSync(key, 0o600)
}

/** `openssl ca` is what can set an end in the past. */
function sign({ authority, authorityKey, certificate, run }: Layout, request: string, until: string): void {
  const place = join(run, 'ca')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'index.txt'), '')
  writeFileSync(join(place, 'serial'), '01\n')
  writeFileSync(
    join(place, 'ca.cnf'),
    `[ca]\ndefault_ca = lab\n[lab]\ndatabase = ${place}/index.txt\nserial = ${place}/serial\nnew_certs_dir = ${place}\ndefault_md = sha256\npolicy = any\ncopy_extensions = copy\n[any]\ncommonName = supplied\n`,
  )
  const words = [
    'ca',
    '-batch',
    '-config',
    join(place, 'ca.cnf'),
    '-startdate',
    '20200101000000Z',
    '-enddate',
    until,
  ]
  execFileSync(
    'openssl',
    [...words, '-cert', authority, '-keyfile', authorityKey, '-in', request, '-out', certificate, '-notext'],
    { stdio: 'ignore' },
  )
}
