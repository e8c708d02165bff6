import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { utimesSync } from 'node:fs'
import type { Layout } from '../layout.ts'
import { databasePath } from './cluster.ts'

/** Hours ago that last night's backup was made. */
const age = 6

/** Dumps the database at this address into a folder, as `full_backup_DATE_TIME.dump` of last night. @throws when pg_dump fails */
export function dumpInto(folder: string, url: string): void {
  const at = new Date(Date.now() - age * 3_600_000)
  const file = join(folder, `full_backup_${stampOf(at)}.dump`)
  execFileSync('pg_dump', ['--format=custom', `--file=${file}`, url], {
    env: { PATH: databasePath },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  utimesSync(file, at, at)
}

/** Copies the cluster at this address into a folder, as `base_DATE_TIME`. @throws when pg_basebackup fails */
export function copyInto(folder: string, url: string): void {
  const place = join(folder, `base_${stampOf(new Date())}`)
  execFileSync('pg_basebackup', [`--dbname=${url}`, `--pgdata=${place}`, '--checkpoint=fast', '--no-sync'], {
    env: { PATH: databasePath },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const stampOf = (at: Date): string => at.toISOString().replace(/\D/g, '').slice(0, 14).replace(/^.{8}/, '$&_')

/** Puts the program and its configuration into the backup of the machine's files, below `/` as they lie. */
export function archiveSystem({ systemBackup, installed, config }: Layout): void {
  const files = [installed, dirname(config)].map((path) => path.replace(/^\//, ''))
  execFileSync('tar', ['-czf', systemBackup, '-C', '/', ...files])
}
