import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Layout } from '../layout.ts'

/** The folders in which Debian hides the server, and PATH with them. */
export const databaseFolders = globSync('/usr/lib/postgresql/*/bin')
export const databasePath = [process.env.PATH ?? '', ...databaseFolders].join(delimiter)

/** How to reach the database. */
export interface Access {
  readonly port: number
  readonly password: string
}

export const user = 'memory'
export const database = 'memory_db'

/** An account that the server may run as: it refuses to run as root (postgres(1)). */
export function accountForServer(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  const line = ['postgres', 'nobody']
    .map((name) => lines.find((entry) => entry.startsWith(`${name}:`)))
    .find(Boolean)
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

/**
 * Makes the place of the server. It must reach its files as an account of its own, and the lab may lie in a folder that is
 * the operator's alone: then they lie beside it, and a link leads there.
 */
export function makeServerPlace(layout: Layout): void {
  if (existsSync(layout.server)) return
  if (accountForServer() === undefined) mkdirSync(layout.server, { recursive: true, mode: 0o700 })
  else symlinkSync(mkdtempSync(join(tmpdir(), 'runbook-lab-postgresql-')), layout.server)
  for (const folder of [realpathSync(layout.server), layout.socket]) give(folder)
}

/** Takes it away again, where it does not go with the folder of the lab. */
export function removeServerPlace(layout: Layout): void {
  if (existsSync(layout.server)) rmSync(realpathSync(layout.server), { recursive: true, force: true })
  rmSync(layout.server, { force: true })
}

/**
 * Makes an empty cluster in the place of the one that ran: checksums on its pages, its log beside those of the service, its
 * write-ahead log archived; with nothing archived and nothing backed up.
 */
export function layCluster(layout: Layout, { port, password }: Access): void {
  for (const folder of [layout.data, layout.walArchive]) {
    rmSync(folder, { recursive: true, force: true })
    give(folder)
  }
  const secret = join(layout.socket, 'password')
  writeFileSync(secret, password)
  own(secret)
  const words = ['-D', real(layout.data), '-U', user, '-A', 'scram-sha-256', `--pwfile=${real(secret)}`]
  const quick = ['-N', '--wal-segsize=1', '--locale=C', '-E', 'UTF8']
  asServer('initdb', [...words, ...quick, '-k'], layout)
  const file = join(layout.data, 'postgresql.auto.conf')
  writeFileSync(file, settings(layout, port))
  own(file)
  for (const folder of [layout.backups, layout.archive, dirname(layout.systemBackup)]) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
}

/** A path that the server can go: not through the folder of the lab. */
export const real = (path: string): string => realpathSync(path)

function settings(layout: Layout, port: number): string {
  return `listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = '${real(layout.socket)}'
max_connections = 30
shared_buffers = '16MB'
fsync = off
shared_preload_libraries = 'pg_stat_statements'
archive_mode = on
archive_command = 'test ! -f ${real(layout.walArchive)}/%f && cp %p ${real(layout.walArchive)}/%f'
log_line_prefix = '%m [%p] '
autovacuum = off
`
}

/** A program of the database, as the account of the server. @throws what it printed when it fails */
export function asServer(program: string, words: readonly string[], layout: Layout): void {
  const ended = spawnSync(program, words, {
    ...accountForServer(),
    cwd: real(layout.socket),
    encoding: 'utf8',
    env: { PATH: databasePath, LC_ALL: 'C' },
  })
  if (ended.status !== 0) throw new Error(`${program}: ${ended.error?.message ?? ended.stderr.trim()}`)
}

/** Makes a folder that the server may write into. */
export function give(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o700)
  own(folder)
}

function own(path: string): void {
  const account = accountForServer()
  if (account !== undefined) chownSync(path, account.uid, account.gid)
}
