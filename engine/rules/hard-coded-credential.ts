import { blocksOf, isProgram, spanInSource } from './blocks.ts'
import type { Rule } from './rule.ts'
import { withoutComments } from './shell/comments.ts'
import { credentialsIn, secretsIn } from './texts/secrets.ts'

/** A password or token that stands in a command instead of being given to it. */
export const hardCodedCredential: Rule = (runbook) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (!isProgram(block) || block.role === 'message') return []
    const script = withoutComments(block.script, block.language)
    const known = secretsIn(script)
    return credentialsIn(script)
      .filter(({ span }) => !known.some((one) => one.span.start < span.end && span.start < one.span.end))
      .map(({ span, where }) => ({
        code: 'hard-coded-credential' as const,
        severity: 'warning' as const,
        path: runbook.path,
        message: `${where} holds a password or a token as it is`,
        span: spanInSource(block, span.start, span.end),
        label: 'it stands in the repository and in the record of every run',
        help: 'declare an input of the type `secret` in the frontmatter, and write `"$NAME"` here',
      }))
  })
