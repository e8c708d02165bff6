import type { Diagnostic } from '../diagnostic.ts'
import type { Card } from '../model/card.ts'
import type { LibraryRule } from './rule.ts'
import type { Span } from '../source.ts'

/** Two runbooks of a library with one id, letter case aside: `runbook run` could not tell which is meant. */
export const duplicateId: LibraryRule = (runbooks) => {
  const first = new Map<string, Card>()
  return runbooks.flatMap((runbook): Diagnostic[] => {
    const id = runbook.frontmatter.id.toLowerCase()
    const before = first.get(id)
    if (id === '') return []
    if (before === undefined) {
      first.set(id, runbook)
      return []
    }
    return [
      {
        code: 'duplicate-id',
        severity: 'error',
        path: runbook.path,
        message: `two runbooks have the id \`${runbook.frontmatter.id}\``,
        span: idSpan(runbook),
        label: 'this id is taken',
        related: [{ path: before.path, span: idSpan(before), label: 'the first one' }],
        help: 'give one of them an id of its own',
      },
    ]
  })
}

const idSpan = (runbook: Card): Span => runbook.frontmatterPlaces.get('id')?.value ?? runbook.titleSpan
