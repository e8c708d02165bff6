import { provenText } from '../../../renderers/proven.ts'
import { provenAtStart } from '../proven.ts'
import type { Settings } from '../settings.ts'
import { openWorkbench } from '../workbench.ts'
import { UserError } from '../exit.ts'
import { reportOf } from '../run/record.ts'
import { siteStyle } from '../site/assets.ts'
import { stateFolder } from '../state.ts'
import { findRun, listRuns } from '../../run/store.ts'

/** Prints the record of a run, the newest one when none is named. @throws {Refusal} when there is no such run. */
export async function report(
  id: string | undefined,
  format: 'markdown' | 'html' | 'json',
  settings: Settings,
): Promise<void> {
  const state = stateFolder()
  const named = id ?? listRuns(state)[0]?.run
  if (named === undefined)
    throw new UserError('there are no runs yet', { help: '`runbook run ID` starts one' })
  const record = await reportOf(findRun(state, named))
  const proven = await provenAtStart(record, openWorkbench(settings).library.folder)
  if (format === 'json') {
    const { reportJson } = await import('../../../renderers/report/json.ts')
    process.stdout.write(reportJson(record, proven))
    return
  }
  const { reportMarkdown } = await import('../../../renderers/report/markdown.ts')
  const markdown = reportMarkdown(record, proven && provenText(proven))
  if (format === 'markdown') {
    process.stdout.write(markdown)
    return
  }
  const { recordDocument } = await import('../../../renderers/docs/record.ts')
  process.stdout.write(recordDocument(`${record.run} ${record.runbook.title}`, markdown, siteStyle()))
}
