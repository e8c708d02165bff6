import { messageName, secretNames } from '../message.ts'
import { blocksOf, spanInSource } from './blocks.ts'
import type { Rule } from './rule.ts'

/** A message goes to people and stays in the record: no secret may stand in it. */
export const secretInMessage: Rule = (runbook) => {
  const secrets = secretNames(runbook)
  return blocksOf(runbook)
    .filter(({ block }) => block.role === 'message')
    .flatMap(({ block }) =>
      [...block.script.matchAll(messageName)].flatMap((match) => {
        const name = match[1] ?? match[2] ?? ''
        if (!secrets.has(name)) return []
        return [
          {
            code: 'secret-in-message' as const,
            severity: 'error' as const,
            path: runbook.path,
            message: `the secret \`${name}\` would stand in a message`,
            span: spanInSource(block, match.index, match.index + match[0].length),
            label: 'people and the record would see it',
            help: 'say where the secret can be found, not what it is',
          },
        ]
      }),
    )
}
