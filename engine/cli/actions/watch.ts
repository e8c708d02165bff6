import { setTimeout as sleep } from 'node:timers/promises'
import { readRun } from '../../run/resume.ts'
import { findRun, openRuns } from '../../run/store.ts'
import { RunWatch } from '../../run/watch.ts'
import { exit, UserError, type Exit } from '../exit.ts'
import { watchingTerminal } from '../run/console.ts'
import { pinnedParser } from '../run/record.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'

/** How often a run is looked at, in milliseconds. */
const pause = 250

/**
 * Follows a run until it ends, rests or the watcher leaves with Ctrl-C; nothing of the run is touched.
 * @throws {Refusal} when there is no such run, or its journal is damaged
 */
export async function watchRun(id: string | undefined, settings: Settings): Promise<Exit> {
  const state = stateFolder()
  const named = id ?? openRuns(state)[0]?.run
  if (named === undefined)
    throw new UserError('no run is open', { help: '`runbook runs` lists what there was' })
  const folder = findRun(state, named)
  const left = new AbortController()
  const terminal = watchingTerminal(settings, () => left.abort())
  try {
    const watch = new RunWatch(folder, await readRun(folder, pinnedParser()), terminal.observe)
    while (watch.look() === 'goes-on' && !left.signal.aborted)
      await sleep(pause, undefined, { signal: left.signal }).catch(() => undefined)
    return exit.ok
  } finally {
    terminal.close()
  }
}
