import { asksOnly } from '../classify/effect/sql.ts'
import type { BlockDraft } from '../draft.ts'
import type { SourceFence } from '../read/page.ts'
import type { Context } from './context.ts'

/** A fence of SQL: it asks, or it acts. */
export function sqlBlock(script: string, fence: SourceFence, context: Context): BlockDraft {
  const asks = asksOnly(script)
  if (!asks) context.acted.before = true
  const role = !asks ? 'action' : context.purpose === 'verify' ? 'verify' : 'read'
  return { language: 'sql', role, options: [], script, info: fence.info, line: fence.line }
}
