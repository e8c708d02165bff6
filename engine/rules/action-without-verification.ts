import type { Rule } from './rule.ts'

/** A section that acts and never proves that it worked. A manual step is answered for by the person who does it. */
export const actionWithoutVerification: Rule = (runbook) =>
  runbook.sections.flatMap((section) => {
    const action = section.blocks.find((block) => block.role === 'action')
    if (action === undefined || section.blocks.some((block) => block.role === 'verify')) return []
    return [
      {
        code: 'action-without-verification' as const,
        severity: 'warning' as const,
        path: runbook.path,
        message: `\`${section.id}\` acts, and nothing proves that it worked`,
        span: action.roleSpan,
        label: 'no `verify` block in this section',
        help: 'add **Verification** and a block with the role `verify` that shows the effect',
      },
    ]
  })
