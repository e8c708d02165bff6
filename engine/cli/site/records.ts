import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { reportMarkdown } from '../../../renderers/report/markdown.ts'
import type { RunRecord } from '../../../renderers/docs/types.ts'
import { UserError } from '../exit.ts'
import { reportOf } from '../run/record.ts'

/**
 * The records of all runs in a folder of run folders.
 * @throws {UserError} when there is no such folder, {Refusal} for a run whose journal cannot be believed
 */
export async function readRecords(folder: string): Promise<RunRecord[]> {
  if (!existsSync(folder))
    throw new UserError(`there is no folder \`${folder}\``, {
      help: 'name a folder that holds folders of runs',
    })
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'journal.jsonl')))
  return Promise.all(names.sort().map((name) => readRecord(join(folder, name))))
}

async function readRecord(folder: string): Promise<RunRecord> {
  const report = await reportOf(folder)
  const { began, run, runbook, state, end } = report
  return {
    run,
    title: `${runbook.frontmatter.id} ${runbook.title}`,
    at: began.at,
    result: end?.result ?? state,
    markdown: reportMarkdown(report),
  }
}
