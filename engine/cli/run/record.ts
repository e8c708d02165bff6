import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reportMarkdown } from '../../../renderers/report/markdown.ts'
import { openCache, type Cache } from '../../library/cache.ts'
import { loadRunbook } from '../../library/load.ts'
import type { Runbook } from '../../model.ts'
import { reportRun, type RunReport } from '../../run/report.ts'
import { readJournal } from '../../run/reading.ts'
import { readRun } from '../../run/resume.ts'
import type { RunInHand } from '../../run/run.ts'
import type { Source } from '../../source.ts'

/** Parses a pinned text as it was parsed when its run began. */
export function pinnedParser(cache: Cache = openCache(process.env)): (source: Source) => Promise<Runbook> {
  return async (source) => (await loadRunbook(source, cache)).runbook
}

/** The report of a run, from its folder alone. @throws {Refusal} when the run cannot be believed or read. */
export async function reportOf(folder: string): Promise<RunReport> {
  const { machine, reading } = await readRun(folder, pinnedParser())
  return reportRun(machine.runbooks, reading.records)
}

/**
 * Leaves the report as `report.md` in the folder of a run that has ended. A disk that refuses loses nothing but this copy.
 * @param run the run, when this process ran it: what it knows is not read and replayed again
 */
export async function keepReport(folder: string, run?: RunInHand): Promise<void> {
  const report = run === undefined ? await reportOf(folder) : reportInHand(run)
  const text = reportMarkdown(report)
  try {
    writeFileSync(join(folder, 'report.md'), text, { mode: 0o600 })
  } catch {
    process.stderr.write(
      'note: `report.md` could not be written; `runbook report` prints it from the journal\n',
    )
  }
}

function reportInHand({ folder, machine, times, effect }: RunInHand): RunReport {
  return reportRun(machine.runbooks, readJournal(folder).records, { stays: times.stays, effect })
}
