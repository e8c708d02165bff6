import tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import type { CatalogEntry } from '../library/catalog.ts'
import { settingsOf } from './settings.ts'
import { openWorkbench } from './workbench.ts'

/**
 * Adds `completion SHELL`, and the hidden verb that the completion scripts ask at each TAB. Runbook ids
 * complete too; a library that cannot be read completes nothing and says nothing.
 */
export async function addCompletion(program: Command): Promise<void> {
  const entries = await catalog(program)
  const root = tab(program, { completionCommandName: 'completion' })
  for (const verb of ['run', 'show', 'graph']) {
    const argument = root.commands.get(verb)?.arguments.values().next().value
    if (argument === undefined) continue
    argument.handler = (complete) => {
      for (const entry of entries) complete(entry.id, entry.title)
    }
  }
}

async function catalog(program: Command): Promise<CatalogEntry[]> {
  try {
    return await openWorkbench(settingsOf(program)).catalog()
  } catch {
    return []
  }
}
