import { type Reading, type SqlStatement, sqlThatMatters } from '../reading.ts'
import type { Harm } from './finding.ts'
import type { Alert } from './table.ts'

type Verdict = { readonly name: string; readonly does: string; readonly alert: Alert }

const lost = (name: string, does: string): Verdict => ({ name, does, alert: 'CAUTION' })

/** Statements that destroy by what they are, by the name of their node in PostgreSQL's syntax tree. */
const byNode: Readonly<Record<string, Verdict>> = {
  DropStmt: lost('DROP', 'deletes objects of a database'),
  DropdbStmt: lost('DROP DATABASE', 'deletes a database'),
  DropRoleStmt: lost('DROP ROLE', 'deletes a role'),
  DropOwnedStmt: lost('DROP OWNED', 'deletes everything that a role owns'),
  DropTableSpaceStmt: lost('DROP TABLESPACE', 'deletes a table space'),
  DropSubscriptionStmt: lost('DROP SUBSCRIPTION', 'deletes a subscription'),
  TruncateStmt: lost('TRUNCATE', 'deletes every row'),
  DeleteStmt: lost('DELETE', 'deletes rows'),
}

/** Functions whose call does what no statement shows. */
const byFunction: Readonly<Record<string, Verdict>> = {
  pg_terminate_backend: { name: 'pg_terminate_backend', does: 'ends sessions', alert: 'WARNING' },
  pg_cancel_backend: { name: 'pg_cancel_backend', does: 'cancels queries', alert: 'WARNING' },
  pg_promote: { name: 'pg_promote', does: 'makes a replica the primary', alert: 'WARNING' },
  pg_drop_replication_slot: lost('pg_drop_replication_slot', 'deletes a replication slot'),
  pg_wal_replay_pause: { name: 'pg_wal_replay_pause', does: 'stops a replica', alert: 'WARNING' },
  pg_stat_reset: lost('pg_stat_reset', 'deletes statistics'),
  lo_unlink: lost('lo_unlink', 'deletes a large object'),
  dblink_exec: lost('dblink_exec', 'runs a statement elsewhere'),
}

/**
 * Statements of an SQL text that destroy, by PostgreSQL's own parser. What is not PostgreSQL is judged
 * statement by statement on its first word, after strings and comments are taken away.
 */
export function harmInSql(text: string, reading: Reading): Harm[] {
  if (!sqlThatMatters.test(text)) return []
  const plain = withoutPsql(text)
  const tree = reading.sql(plain)
  if (tree === undefined) return byWords(plain)
  const at = byteOffsets(plain)
  return (tree.stmts ?? []).flatMap((statement) => {
    const verdict = statement.stmt && worst(statement.stmt)
    return verdict ? [{ ...verdict, span: trimmed(plain, statement, at) }] : []
  })
}

/** Variables of psql and of a shell become plain words of the same length, commands of psql (`\d`) and sqlite (`.tables`) blanks. */
function withoutPsql(text: string): string {
  const blank = (found: string): string => found.replaceAll(/[^\n]/g, ' ')
  return text
    .replaceAll(/^\s*(?:\\|\.[a-z]).*$/gm, blank)
    .replaceAll(/\\(g\w*|watch)\b.*$/gm, (found) => `;${blank(found.slice(1))}`)
    .replaceAll(/(?<![:\w]):(?=['"A-Za-z_])/g, ' ')
    .replaceAll(/\$\{?[A-Za-z_]\w*\}?(?![\w$])/g, (found) => 'v'.padEnd(found.length, '_'))
}

function worst(node: unknown): Verdict | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  for (const [key, value] of Object.entries(node)) {
    const found =
      verdictOf(key, value) ?? (key === 'ExplainStmt' && !analyzes(value) ? undefined : worst(value))
    if (found) return found
  }
  return undefined
}

function verdictOf(key: string, value: unknown): Verdict | undefined {
  const text = JSON.stringify(value) ?? ''
  if (key === 'UpdateStmt' && !Object.hasOwn(Object(value), 'whereClause'))
    return lost('UPDATE', 'without `WHERE` changes every row')
  if (key === 'AlterTableStmt' && /"AT_Drop(Column|Constraint)"/.test(text))
    return lost('ALTER … DROP', 'deletes a part of a table')
  if (key === 'MergeStmt' && text.includes('"CMD_DELETE"')) return lost('MERGE … DELETE', 'deletes rows')
  if (key === 'DoStmt' && /\b(drop|truncate|delete)\b/i.test(text))
    return lost('DO', 'deletes in a block of code')
  if (key === 'funcname') return byFunction[/"sval":"(\w+)"\}\}\]$/.exec(text)?.[1] ?? '']
  return Object.hasOwn(byNode, key) ? byNode[key] : undefined
}

const analyzes = (explained: unknown): boolean => JSON.stringify(explained).includes('"defname":"analyze"')

function trimmed(text: string, statement: SqlStatement, at: (byte: number) => number): Harm['span'] {
  const from = at(statement.stmt_location ?? 0)
  const until = statement.stmt_len ? at((statement.stmt_location ?? 0) + statement.stmt_len) : text.length
  const raw = text.slice(from, until)
  const lead = /^(?:\s+|--.*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(raw)?.[0].length ?? 0
  return { start: from + lead, end: from + Math.max(lead, raw.trimEnd().length) }
}

/** From offsets in bytes of UTF-8, as PostgreSQL counts, to offsets in the text. */
function byteOffsets(text: string): (byte: number) => number {
  const bytes = new TextEncoder().encode(text)
  return (byte) => new TextDecoder().decode(bytes.subarray(0, byte)).length
}

function byWords(text: string): Harm[] {
  const blank = (found: string): string => ' '.repeat(found.length)
  const bare = text.replaceAll(/'(?:[^']|'')*'|--.*$|\/\*[\s\S]*?\*\//gm, blank)
  return [...bare.matchAll(/[^;]+/g)].flatMap((match) => {
    const statement = match[0]
    const word = /^\s*(drop|truncate|delete|update|alter)\b/i.exec(statement)?.[1]?.toUpperCase()
    if (word === undefined || (word === 'UPDATE' && /\bwhere\b/i.test(statement))) return []
    if (word === 'ALTER' && !/\bdrop\b/i.test(statement)) return []
    const start = match.index + statement.length - statement.trimStart().length
    return [
      {
        ...lost(word, 'deletes or changes rows'),
        span: { start, end: match.index + statement.trimEnd().length },
      },
    ]
  })
}
