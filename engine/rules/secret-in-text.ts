import type { Rule } from './rule.ts'
import { secretsIn } from './texts/secrets.ts'

/** A secret anywhere on a page, in prose too: whoever may read the repository has it. */
export const secretInText: Rule = ({ path, text }) =>
  secretsIn(text).map(({ what, span }) => ({
    code: 'secret-in-text' as const,
    severity: 'warning' as const,
    path,
    message: `this looks like ${what}`,
    span,
    label: 'everybody who may read this page has it',
    help: 'revoke it, declare an input of the type `secret`, and name that here',
  }))
