import tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import type { CatalogEntry } from '../library/catalog.ts'
import { settingsOf } from './settings.ts'
import { openWorkbench } from './workbench.ts'

/**
 * Adds `completion SHELL`, and the hidden verb that the completion scripts ask at each TAB. Runbook ids
 * and run names complete too; a library that cannot be read completes nothing and says nothing.
 */
export function addCompletion(program: Command): void {
  const root = tab(program, { completionCommandName: 'completion' })
  for (const verb of ['run', 'show', 'graph']) {
    const argument = root.commands.get(verb)?.arguments.values().next().value
    if (argument !== undefined) {
      argument.handler = (complete) => {
        for (const entry of catalog(program)) complete(entry.id, entry.title)
      }
    }
  }
}

function catalog(program: Command): CatalogEntry[] {
  try {
    return openWorkbench(settingsOf(program)).catalog()
  } catch {
    return []
  }
}
