import { asksOnly } from '../classify/effect/sql.ts'
import type { BlockDraft } from '../draft.ts'
import type { SourceFence, SourcePage } from '../read/page.ts'
import type { Context } from './context.ts'

/** A fence of SQL: it asks, or it acts. */
export function sqlBlock(
  script: string,
  fence: Pick<SourceFence, 'info' | 'line'>,
  context: Context,
): BlockDraft {
  const asks = asksOnly(script)
  if (!asks) context.acted.before = true
  const role = !asks ? 'action' : context.purpose === 'verify' ? 'verify' : 'read'
  return { language: 'sql', role, options: [], script, info: fence.info, line: fence.line }
}

/** Whether SQL is written for another database than PostgreSQL, as far as it and its page tell. */
export function isForeign(sql: string, page: SourcePage): boolean {
  const foreign =
    /\bmysql|mariadb|sqlite|oracle|sql server|mssql|clickhouse|cassandra\b/i.test(page.text) &&
    !/postgres|psql|pg_/i.test(page.text)
  return (
    foreign ||
    /^\s*(?:mysql|sqlite|SQL)>|\bGO$|`\w+`|SHOW (?:PROCESSLIST|ENGINE|SLAVE|REPLICA|MASTER|VARIABLES|GLOBAL|STATUS)/im.test(
      sql,
    )
  )
}

/** Whether a piece of code is one statement of SQL, and nothing that only begins like one. */
export const isStatement = (code: string): boolean => statement.test(code) && !/;\s*\S/.test(code)

const statement =
  /^\s*(?:(?:explain\s+(?:\([^)]*\)\s*|analyze\s+)?)?select\s[\s\S]*(?:\sfrom\s|\w\(|\d)|with\s+\w+\s+(?:\([^)]*\)\s*)?as\s*\(|insert\s+into\s|update\s+\S+\s+(?:as\s+)?(?:\w+\s+)?set\s|delete\s+from\s|truncate\s+table\s|(?:alter|create|drop)\s+(?:(?:unique|materialized)\s+)?(?:table|index|view|sequence|role|user|database|system|extension)\s|vacuum\s+(?:\([^)]*\)\s*|(?:full|verbose|analyze|freeze)\s+)*[\w."]+;?\s*$|reindex\s+(?:table|index|schema|database)\s|SHOW\s+[a-z_.]+;?\s*$)/i
