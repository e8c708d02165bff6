import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { databaseName, type Layout } from '../layout.ts'
import type { Databases } from './database.ts'

/** Lays the export of last Sunday among the backups: the episodes and patterns of thirty days, as one archive. */
export function layExport({ backups }: Layout, databases: Databases): void {
  const folder = join(backups, 'turso')
  const sunday = new Date(Date.now() - (new Date().getDay() || 7) * 86_400_000)
  const stamp = `${sunday.toISOString().slice(0, 10).replaceAll('-', '')}_030000`
  const files = ['episodes', 'patterns'].map((table) => {
    const sql = `SELECT * FROM ${table} WHERE created_at > datetime('now', '-30 days')`
    const file = `${table}_${stamp}.json`
    writeFileSync(join(folder, file), JSON.stringify(databases.run(databaseName, [{ sql, args: [] }])))
    return file
  })
  const archive = `backup_${stamp}.tar.gz`
  execFileSync('tar', ['-czf', archive, '--remove-files', ...files], { cwd: folder })
}
