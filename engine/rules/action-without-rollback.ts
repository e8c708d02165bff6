import type { Section } from '../model.ts'
import type { Rule } from './rule.ts'

/**
 * A section that acts and says nothing about the way back: no `rollback` block, no **Rollback**, and no sentence that it
 * cannot be undone. Blocks that `write` and `edit` undo themselves.
 */
export const actionWithoutRollback: Rule = (runbook) =>
  runbook.sections.flatMap((section) => {
    const action = section.blocks.find((block) => block.role === 'action')
    if (action === undefined || saysTheWayBack(section)) return []
    return [
      {
        code: 'action-without-rollback' as const,
        severity: 'warning' as const,
        path: runbook.path,
        message: `\`${section.id}\` acts, and nothing says how to undo it`,
        span: action.roleSpan,
        label: 'no way back is written in this section',
        help: 'add **Rollback** and a block with the role `rollback`, or a sentence: why none is needed, or that it cannot be undone',
      },
    ]
  })

const undone = '(?:undone|reversed|reverted|restored|recovered|(?:rolled|brought|taken) back)'

const noWayBack = new RegExp(
  String.raw`\b(?:(?:cannot|can't|can not|need not) be ${undone}|nothing (?:needs|has) to be ${undone}|irreversible|for good|permanently|no (?:way back|rollback|undo)|the way back is|not reversible|(?:nothing|no need) to (?:undo|roll back))\b`,
  'i',
)

function saysTheWayBack({ blocks, body, gates }: Section): boolean {
  return (
    blocks.some(({ role }) => role === 'rollback') ||
    body.some(
      (part) =>
        (part.kind === 'label' && part.label === 'Rollback') ||
        (part.kind === 'prose' && noWayBack.test(part.markdown)),
    ) ||
    gates.some(({ markdown }) => noWayBack.test(markdown))
  )
}
