import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where runs and labs are kept: `RUNBOOK_STATE`, else `$XDG_STATE_HOME/runbook`, else `~/.local/state/runbook`. */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.RUNBOOK_STATE) return resolve(environment.RUNBOOK_STATE)
  const home = environment.XDG_STATE_HOME || join(environment.HOME ?? homedir(), '.local', 'state')
  return join(home, 'runbook')
}
