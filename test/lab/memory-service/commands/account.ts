import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccountAnswer, AccountRequest } from '../keeper/account.ts'
import { labFolder } from '../../shared/environment.ts'

export type Row = Readonly<Record<string, string | number | null>>

/** Asks the Turso platform; rejects with its own words when it refuses. */
export async function ask(request: AccountRequest): Promise<AccountAnswer> {
  const env = readFileSync(join(labFolder(), 'run', 'lab.env'), 'utf8')
  const control = /^CONTROL='(.*)'$/m.exec(env)?.[1] ?? ''
  const response = await fetch(`${control}/turso`, { method: 'POST', body: JSON.stringify(request) }).catch(
    () => {
      throw new Error('the Turso platform cannot be reached')
    },
  )
  const answer = (await response.json()) as AccountAnswer
  if ('error' in answer) throw new Error(answer.error)
  return answer
}

/** The rows of one statement. */
export async function query(
  name: string,
  sql: string,
  args: readonly (string | number | null)[] = [],
): Promise<Row[]> {
  const answer = await ask({ verb: 'query', name, statements: [{ sql, args }] })
  return 'rows' in answer ? (answer.rows as Row[]) : []
}

/** The name of a database that was given by its name or by its URL. */
export function nameOf(nameOrUrl: string): string {
  return nameOrUrl.includes('://') ? new URL(nameOrUrl).pathname.slice(1) : nameOrUrl
}
