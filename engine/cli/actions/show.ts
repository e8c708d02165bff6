import { runbookLines } from '../../../renderers/terminal/plain/show.ts'
import { styleOf } from '../../../renderers/terminal/style.ts'
import { readSource } from '../../library/library.ts'
import { loadRunbook } from '../../library/load.ts'
import type { Settings } from '../settings.ts'
import { findRunbook, openWorkbench } from '../workbench.ts'

/** The widest line, in columns: longer ones are hard to read. */
const widest = 100

/** Prints one runbook for reading; with `--json` its typed form. */
export async function show(name: string, settings: Settings): Promise<void> {
  const workbench = openWorkbench(settings)
  const { runbook } = await loadRunbook(readSource(await findRunbook(workbench, name)), workbench.cache)
  if (settings.json) {
    const { frontmatter, title, sections, paths } = runbook
    process.stdout.write(`${JSON.stringify({ frontmatter, title, sections, paths }, replaceMaps, 2)}\n`)
    return
  }
  const look = {
    width: Math.min(widest, process.stdout.columns ?? widest),
    style: styleOf(settings.colorOutput),
  }
  process.stdout.write(`${runbookLines(runbook, look).join('\n')}\n`)
}

function replaceMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value
}
