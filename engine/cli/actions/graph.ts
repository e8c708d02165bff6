import { jsonText } from '../../../renderers/json.ts'
import { openWorkbench, findRunbook } from '../workbench.ts'
import { loadRunbook } from '../../library/load.ts'
import { readSource } from '../../library/library.ts'
import type { Settings } from '../settings.ts'

/** Prints the graph of one runbook: as mermaid text, as a picture, or as the XState machine definition that runs. */
export async function graph(
  name: string,
  format: 'mermaid' | 'svg' | 'json',
  settings: Settings,
): Promise<void> {
  const workbench = openWorkbench(settings)
  const { runbook } = await loadRunbook(readSource(await findRunbook(workbench, name)), workbench.cache)
  const machine = await import('../../machine/index.ts')
  if (format === 'json') {
    process.stdout.write(jsonText(machine.machineDefinition(runbook)))
    return
  }
  if (format === 'svg') {
    const { openDrawing, standalone } = await import('../../../renderers/diagram/svg.ts')
    const draw = await openDrawing()
    process.stdout.write(`${standalone(draw(machine.graphOf(runbook)), runbook.title)}\n`)
    return
  }
  const { mermaid } = await import('../../../renderers/diagram/mermaid.ts')
  process.stdout.write(mermaid(machine.graphOf(runbook)))
}
