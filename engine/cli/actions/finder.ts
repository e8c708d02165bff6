import { duration } from '../../../renderers/duration.ts'
import { provenWord } from '../../../renderers/proven.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { parseDuration } from '../../duration.ts'
import type { CatalogEntry } from '../../library/catalog.ts'
import { readSource } from '../../library/library.ts'
import { loadRunbook } from '../../library/load.ts'
import { searchIn } from '../../library/search.ts'
import { openRuns } from '../../run/store.ts'
import { exit, type Exit } from '../exit.ts'
import { provenIn } from '../proven.ts'
import { pickFrom } from '../run/pick.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { today } from '../today.ts'
import { openWorkbench } from '../workbench.ts'
import { run } from './run.ts'
import { readingOf } from './show.ts'

/** Open runs that stand above the list. */
const mostRuns = 3

/** `runbook` alone at a terminal: type what you see, read the runbook that fits, run it. Gives the exit status. */
export async function finder(settings: Settings): Promise<Exit> {
  const workbench = openWorkbench(settings)
  const entries = await workbench.catalog()
  const search = searchIn(entries)
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const proven = await provenIn(workbench.library.folder)
  const rowOf = (entry: CatalogEntry, matched: readonly string[]) => {
    const cells = [
      entry.id,
      entry.severity ?? '',
      entry.title,
      provenWord(proven(entry.file)),
      matched.join(', '),
    ]
    return { id: entry.path, cells: cells.map(escapeLine) }
  }
  const choice = await pickFrom(settings, {
    title: 'what do you see?',
    headings: ['ID', 'SEV', 'TITLE', 'PROVEN', 'MATCHED'],
    yields: 2,
    notes: [...runNotes(), ...dueNotes(entries)].map((note) => `  ${escapeLine(note)}`),
    typing: true,
    actions: [
      { key: 'r', text: 'runs it' },
      { key: 'd', text: 'runs it dry' },
    ],
    search: (query) =>
      query.trim() === ''
        ? entries.map((entry) => rowOf(entry, []))
        : search(query).flatMap(({ path, matched }) => {
            const entry = byPath.get(path)
            return entry === undefined ? [] : [rowOf(entry, matched)]
          }),
    open: async ({ id }) => {
      const entry = byPath.get(id)
      if (entry === undefined) return () => []
      const { runbook } = await loadRunbook(readSource(entry.file), workbench.cache)
      return readingOf(runbook, proven(entry.file))
    },
  })
  const file = byPath.get(choice?.id ?? '')?.file
  if (choice === undefined || file === undefined) return exit.ok
  return run(file, choice.key === 'd' ? { dryRun: true } : {}, settings)
}

/** The runs that wait for somebody, newest first. */
function runNotes(): string[] {
  return openRuns(stateFolder())
    .slice(0, mostRuns)
    .map(({ run: id, state, summary }) => {
      const ago = summary === undefined ? '' : `, ${duration(Date.now() - Date.parse(summary.at))} ago`
      return `open: ${id} ${state} at ${summary?.section ?? '?'}${ago} (\`runbook resume ${id}\`)`
    })
}

/** The runbooks whose review is due. */
function dueNotes(entries: readonly CatalogEntry[]): string[] {
  const now = Date.parse(today(process.env))
  const due = entries.filter(({ reviewed, review_every: every }) => {
    const age = every === undefined ? undefined : parseDuration(every)
    return reviewed !== undefined && age !== undefined && Date.parse(reviewed) + age < now
  })
  if (due.length === 0) return []
  const ids = due.slice(0, 8).map(({ id }) => id)
  return [
    `review due: ${ids.join(', ')}${due.length > ids.length ? ` and ${due.length - ids.length} more` : ''}`,
  ]
}
