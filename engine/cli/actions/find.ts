import { jsonText } from '../../../renderers/json.ts'
import { searchIn, type Hit } from '../../library/search.ts'
import { didYouMean } from '../../suggest.ts'
import { exit, UserError } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { table } from '../table.ts'
import { openWorkbench } from '../workbench.ts'

/**
 * Prints the runbooks that fit the words best, with where they matched.
 * @throws UserError when there are no words, or none fits.
 */
export async function find(words: string, settings: Settings): Promise<void> {
  if (words === '')
    throw new UserError('nothing was given to look for', {
      help: 'write what you see: `runbook find slow episodes`, or `runbook find --alert NAME`',
    })
  const hits = searchIn(await openWorkbench(settings).catalog())(words)
  print(hits, settings)
  if (hits.length > 0) return
  throw new UserError(`no runbook speaks of \`${words}\``, {
    help: 'try fewer words, or `runbook list` for all of them',
    status: exit.failed,
  })
}

/** Prints the runbooks that name an alert, in any case. @throws UserError with the nearest names when none does. */
export async function findAlert(name: string, settings: Settings): Promise<void> {
  const entries = await openWorkbench(settings).catalog()
  const wanted = name.toLowerCase()
  const hits = entries
    .filter(({ alerts }) => alerts.some((alert) => alert.toLowerCase() === wanted))
    .map(({ id, title, path }): Hit => ({ id, title, path, matched: ['alerts'] }))
  print(hits, settings)
  if (hits.length > 0) return
  const known = [...new Set(entries.flatMap(({ alerts }) => alerts))].sort()
  throw new UserError(`no runbook names the alert \`${name}\``, {
    help: didYouMean(name, known) ?? `\`runbook find ${name}\` looks through all texts`,
    status: exit.failed,
  })
}

function print(hits: readonly Hit[], settings: Settings): void {
  if (settings.json) {
    process.stdout.write(jsonText(hits))
  } else if (hits.length > 0) {
    const rows = hits.map((hit) => [hit.id, hit.title, hit.matched.join(', ')])
    process.stdout.write(table(['ID', 'TITLE', 'MATCHED'], rows))
  }
}
