import type { Configuration } from '../../configuration.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import type { Cache } from '../../library/cache.ts'
import { readMarked, type Mark } from '../../library/library.ts'
import { loadRunbook } from '../../library/load.ts'
import type { PageWalk } from '../../machine/index.ts'
import type { Card } from '../../model/card.ts'
import type { Silence } from '../../rules/silence.ts'

/**
 * All that a check needs of one runbook. It depends on nothing but the text, the path and the environments of the
 * configuration, so it is made once for them, and a library is checked without holding the texts of its pages.
 */
export interface Appraisal extends Mark {
  /** What is wrong with it by itself. */
  readonly own: readonly Diagnostic[]
  /** Hosts in it that belong to an environment. */
  readonly hosts: readonly Diagnostic[]
  readonly silences: readonly Silence[]
  /** None for a page with errors: no machine can be made of it. */
  readonly walk?: PageWalk
  readonly card: Card
}

/** What the configuration has a part in. */
export type Environments = Pick<Configuration, 'environments'>

/** Reads a file, and checks and walks it by itself. */
export async function appraise(file: string, environments: Environments, cache: Cache): Promise<Appraisal> {
  const { digest, ...source } = readMarked(file)
  const { runbook, diagnostics: own } = await loadRunbook(source, cache)
  const [{ environmentHosts }, { silenced, unsilenced }, { cardOf }] = await Promise.all([
    import('../../rules/hard-coded-host.ts'),
    import('../../rules/silence.ts'),
    import('../../rules/card.ts'),
  ])
  const page = silenced(runbook)
  const sound = !unsilenced([page], own).some(({ severity }) => severity === 'error')
  return {
    path: source.path,
    digest,
    own,
    hosts: environmentHosts(runbook, environments),
    silences: page.silences,
    ...(sound && { walk: (await import('../../machine/index.ts')).walkPage(runbook) }),
    card: cardOf(runbook),
  }
}
