import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reportMarkdown } from '../../../renderers/report/markdown.ts'
import { openCache, type Cache } from '../../library/cache.ts'
import { loadRunbook } from '../../library/load.ts'
import type { RunMachine } from '../../machine/types.ts'
import type { Runbook } from '../../model.ts'
import { reportRun, type RunReport } from '../../run/report.ts'
import { readRun } from '../../run/resume.ts'
import type { Source } from '../../source.ts'

/** Parses a pinned text as it was parsed when its run began. */
export function pinnedParser(cache: Cache = openCache(process.env)): (source: Source) => Promise<Runbook> {
  return async (source) => (await loadRunbook(source, cache)).runbook
}

/** What the process that ran it still holds. */
export interface Held {
  readonly machine: RunMachine
}

/**
 * The report of a run, from its folder alone. @throws {Refusal} when the run cannot be believed or read.
 * @param held what is in memory already: runbooks whose text is the pinned one are not read again
 */
export async function reportOf(folder: string, held?: Held): Promise<RunReport> {
  const parse = pinnedParser()
  const { machine, reading } = await readRun(folder, async (source) => {
    const runbook = held?.machine.runbooks.get(source.path)
    return runbook?.text === source.text ? runbook : parse(source)
  })
  return reportRun(machine.runbooks, reading.records)
}

/** Leaves the report as `report.md` in the folder of a run that has ended. A disk that refuses loses nothing but this copy. */
export async function keepReport(folder: string, held?: Held): Promise<void> {
  const text = reportMarkdown(await reportOf(folder, held))
  try {
    writeFileSync(join(folder, 'report.md'), text, { mode: 0o600 })
  } catch {
    process.stderr.write(
      'note: `report.md` could not be written; `runbook report` prints it from the journal\n',
    )
  }
}
