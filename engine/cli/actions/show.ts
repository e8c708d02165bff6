import { resolve } from 'node:path'
import { jsonText } from '../../../renderers/json.ts'
import { runbookLines } from '../../../renderers/terminal/lines/show.ts'
import { provenText } from '../../../renderers/proven.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { treeLines } from '../../../renderers/terminal/lines/tree.ts'
import { lookAt, type Look } from '../../../renderers/terminal/style.ts'
import { hung } from '../../../renderers/terminal/width.ts'
import type { Proven } from '../../library/proofs.ts'
import { readSource } from '../../library/library.ts'
import { loadRunbook } from '../../library/load.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import type { Runbook } from '../../model.ts'
import { provenIn } from '../proven.ts'
import type { Settings } from '../settings.ts'
import { findRunbook, openWorkbench } from '../workbench.ts'

/** Prints one runbook for reading; with `--json` its typed form. */
export async function show(name: string, settings: Settings): Promise<void> {
  const workbench = openWorkbench(settings)
  const file = await findRunbook(workbench, name)
  const { runbook, diagnostics } = await loadRunbook(readSource(file), workbench.cache)
  const proven = (await provenIn(workbench.library.folder))(resolve(file))
  sayErrors(runbook, diagnostics)
  if (settings.json) {
    const { frontmatter, title, sections, paths } = runbook
    process.stdout.write(jsonText({ frontmatter, title, proven, sections, paths }, replaceMaps))
    return
  }
  const look = lookAt(process.stdout.columns, settings.colorOutput)
  const lines = (await readingOf(runbook, proven))(look)
  const set = process.stdout.isTTY ? lines.flatMap((line) => hung(line, look.room)) : lines
  process.stdout.write(`${set.join('\n')}\n`)
}

/** Sets a runbook for reading, and its graph as a tree below it. */
export async function readingOf(runbook: Runbook, proven?: Proven): Promise<(look: Look) => string[]> {
  const { graphOf } = await import('../../machine/graph.ts')
  const graph = runbook.sections.length === 0 ? undefined : graphOf(runbook)
  return (look) => [
    ...runbookLines(runbook, look, proven && provenText(proven)),
    ...(graph ? ['', look.style.bold('the ways through it'), '', ...treeLines(graph, look)] : []),
  ]
}

/** A runbook with errors is shown all the same, as far as it can be read. */
function sayErrors({ path }: Runbook, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  if (errors === 0) return
  const them = errors === 1 ? 'an error' : `${errors} errors`
  process.stderr.write(`note: this runbook has ${them} and would not run\n`)
  process.stderr.write(
    `  = help: \`runbook validate ${escapeLine(path)}\` shows ${errors === 1 ? 'it' : 'them'}\n`,
  )
}

function replaceMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value
}
