import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Layout } from '../layout.ts'

export interface Statement {
  readonly sql: string
  readonly args: readonly SQLInputValue[]
}

export type Row = Record<string, unknown>

/** Backups that are kept of one database besides the oldest three. */
const keptBackups = 6

/** The databases of the Turso account: SQLite files, their streams, and backups to restore from. */
export class Databases {
  readonly #layout: Layout
  readonly #open = new Map<string, DatabaseSync>()
  readonly #generations = new Map<string, number>()

  constructor(layout: Layout) {
    this.#layout = layout
    mkdirSync(layout.databaseBackups, { recursive: true })
  }

  names(): string[] {
    const files = readdirSync(this.#layout.databases)
    return files.filter((file) => file.endsWith('.db')).map((file) => file.slice(0, -3))
  }

  has(name: string): boolean {
    return /^[a-z0-9-]+$/.test(name) && existsSync(this.#file(name))
  }

  /** A stream lives as long as the database is the same; `expire` and `restore` end all of them. */
  stream(name: string): string {
    return `${name}/${this.#generations.get(name) ?? 0}`
  }

  expire(name: string): void {
    this.#generations.set(name, (this.#generations.get(name) ?? 0) + 1)
  }

  create(name: string): void {
    if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`\`${name}\` is no name for a database`)
    if (this.has(name)) throw new Error(`database ${name} exists already`)
    this.#database(name)
  }

  destroy(name: string): void {
    this.#close(name)
    rmSync(this.#file(name), { force: true })
    this.expire(name)
  }

  /** Runs the statements in one transaction; the rows of the last. */
  run(name: string, statements: readonly Statement[]): Row[] {
    const database = this.#database(name)
    database.exec('BEGIN')
    try {
      let rows: Row[] = []
      for (const { sql, args } of statements) rows = database.prepare(sql).all(...args)
      database.exec('COMMIT')
      return rows
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }

  /** Instants of the backups, oldest first. */
  backups(name: string): string[] {
    const folder = this.#backupFolder(name)
    return existsSync(folder)
      ? readdirSync(folder)
          .map((file) => file.slice(0, -3))
          .sort()
      : []
  }

  /** Makes a backup as of `at`. Of the later ones only the newest are kept. */
  backUp(name: string, at: Date): void {
    mkdirSync(this.#backupFolder(name), { recursive: true })
    const target = this.#backupFile(name, at.toISOString())
    rmSync(target, { force: true })
    this.#database(name).prepare('VACUUM INTO ?').run(target)
    const later = this.backups(name).slice(3)
    for (const instant of later.slice(0, Math.max(0, later.length - keptBackups))) {
      rmSync(this.#backupFile(name, instant))
    }
  }

  /** Puts back what `source` was at `instant`: its newest backup that is not later. Gives that backup's instant. */
  restore(name: string, source: string, instant: Date): string {
    const found = this.backups(source).findLast((backup) => new Date(backup) <= instant)
    if (found === undefined)
      throw new Error(`${source} has no backup from ${instant.toISOString()} or before`)
    this.#close(name)
    copyFileSync(this.#backupFile(source, found), this.#file(name))
    this.expire(name)
    return found
  }

  forgetBackups(): void {
    rmSync(this.#layout.databaseBackups, { recursive: true, force: true })
  }

  close(): void {
    for (const name of this.#open.keys()) this.#close(name)
  }

  #database(name: string): DatabaseSync {
    const open = this.#open.get(name)
    if (open !== undefined) return open
    const database = new DatabaseSync(this.#file(name))
    database.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY')
    this.#open.set(name, database)
    return database
  }

  #close(name: string): void {
    this.#open.get(name)?.close()
    this.#open.delete(name)
  }

  #file(name: string): string {
    return join(this.#layout.databases, `${name}.db`)
  }

  #backupFolder(name: string): string {
    return join(this.#layout.databaseBackups, name)
  }

  #backupFile(name: string, instant: string): string {
    return join(this.#backupFolder(name), `${instant}.db`)
  }
}
