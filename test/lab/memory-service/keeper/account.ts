import type { SQLInputValue } from 'node:sqlite'
import { databaseName } from '../layout.ts'
import type { Databases, Row } from './database.ts'

interface Account {
  readonly databases: Databases
  isTursoUp(): boolean
}

/** What the `turso` command asks of the platform. */
export interface AccountRequest {
  readonly verb: 'list' | 'create' | 'destroy' | 'backups' | 'restore' | 'query'
  readonly name?: string
  /** `restore`: whose backups; `latest` or an instant for `at`. */
  readonly source?: string
  readonly at?: string
  readonly statements?: readonly { readonly sql: string; readonly args: readonly SQLInputValue[] }[]
}

export type AccountAnswer =
  | { readonly names: string[] }
  | { readonly done: string }
  | { readonly rows: Row[] }
  | { readonly error: string }

/** Answers one request of the command line; a refusal is an answer with `error`. */
export function askAccount(account: Account, body: string): Promise<AccountAnswer> {
  if (!account.isTursoUp()) return Promise.resolve({ error: 'the Turso platform cannot be reached' })
  try {
    return Promise.resolve(answer(account.databases, JSON.parse(body) as AccountRequest))
  } catch (error) {
    return Promise.resolve({ error: (error as Error).message })
  }
}

function answer(databases: Databases, request: AccountRequest): AccountAnswer {
  const { verb, name = '' } = request
  if (verb === 'list') return { names: databases.names() }
  if (verb === 'backups') return { names: databases.backups(name) }
  if (verb === 'create') {
    databases.create(name)
    return { done: `Created database ${name}` }
  }
  if (verb === 'restore') return restore(databases, request, name)
  if (!databases.has(name)) throw new Error(`database ${name} not found`)
  if (verb === 'query') return { rows: databases.run(name, request.statements ?? []) }
  databases.destroy(name)
  return { done: `Destroyed database ${name}` }
}

/** A database without backups of its own is filled from the production database's, unless `source` says otherwise. */
function restore(databases: Databases, request: AccountRequest, name: string): AccountAnswer {
  const source = request.source ?? (databases.backups(name).length > 0 ? name : databaseName)
  const at = request.at === undefined || request.at === 'latest' ? new Date() : new Date(request.at)
  if (Number.isNaN(at.getTime()))
    throw new Error(`\`${request.at}\` is no instant, write it like 2026-01-14T12:00:00Z`)
  if (!databases.has(name) && databases.backups(name).length === 0)
    throw new Error(`database ${name} not found`)
  return { done: `Restored ${name} from the backup of ${source} of ${databases.restore(name, source, at)}` }
}
