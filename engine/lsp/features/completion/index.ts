import { openEnvelope } from '../../../parse/envelope.ts'
import { spotAt } from '../fences.ts'
import { lineBefore, type Page } from '../page.ts'
import { conditionProposals } from './conditions.ts'
import { frontmatterProposals } from './frontmatter.ts'
import { infoProposals } from './info.ts'
import { nameProposals } from './names.ts'
import { proseProposals } from './prose.ts'
import type { Proposal } from './proposal.ts'

export type { Proposal } from './proposal.ts'

/**
 * What could stand at an offset: keys and values of the frontmatter, words of an info string, conditions, names behind
 * `$`, targets of links and branches. Judged by the text around the cursor, which need not be a whole runbook yet.
 * @param today ISO date, offered where a date stands
 */
export function proposalsAt(page: Page, offset: number, today: string): Proposal[] {
  const { text } = page.runbook
  const { start, yaml, unclosed } = openEnvelope(text)
  const body = yaml?.end ?? (unclosed ? text.length : start)
  if (offset <= body && (yaml !== undefined || unclosed) && offset > start + 3)
    return offset < (yaml?.start ?? 0) ? [] : frontmatterProposals(page, offset, today)
  const line = lineBefore(text, offset)
  const spot = spotAt(text, body, offset)
  if (spot.kind === 'info') return infoProposals(page, spot.info, offset)
  if (spot.kind === 'text') return proseProposals(page, line, offset)
  const [language = '', role = ''] = spot.words
  if (language === 'expect') return conditionProposals(page, line.trimStart(), offset)
  if (role === 'expect') return []
  return nameProposals(page, line, language, offset)
}
