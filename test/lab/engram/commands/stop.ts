import { rmSync } from 'node:fs'
import { ended, type Identity, identityOf, signal } from '../../shared/identity.ts'
import type { Profile } from '../world.ts'
import { call, flags, layout, print, readPidFile } from './words.ts'

/** Milliseconds that a process is given to end. */
const limit = 2000

/** `engram stop`: as documented by TERM to the process of the pid file, KILL with `--force`. */
export async function stop(words: readonly string[], profile: Profile): Promise<void> {
  const force = { force: { type: 'boolean', default: false } } as const
  if (profile === 'faithful') {
    flags(words, force)
    return stopFaithfully()
  }
  const { values } = flags(words, { ...force, 'pid-file': { type: 'string', default: layout.pidFile } })
  const running = readPidFile(values['pid-file'])
  if (running === undefined) throw new Error(`no pid file ${values['pid-file']}: engram does not run`)
  const identity = identityOf(running.pid)
  if (identity === undefined) throw new Error(`process ${running.pid} of ${values['pid-file']} does not live`)
  await end(identity, values.force)
  rmSync(values['pid-file'], { force: true })
  print(`engram stopped (process ${running.pid})`)
}

async function end(identity: Identity, force: boolean): Promise<void> {
  signal(identity, force ? 'SIGKILL' : 'SIGTERM')
  if (!(await ended(identity, limit)))
    throw new Error(`process ${identity.pid} did not end within ${limit / 1000} s: say --force`)
}

/** Asks over HTTP, then TERM, then KILL; nothing to stop is no error. */
async function stopFaithfully(): Promise<void> {
  const running = readPidFile()
  const identity = running === undefined ? undefined : identityOf(running.pid)
  if (identity === undefined) return print('❌ No running Engram server found')
  await call('POST', '/shutdown').catch(() => undefined)
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    if (await ended(identity, limit)) break
    signal(identity, name)
  }
  await ended(identity, limit)
  rmSync(layout.pidFile, { force: true })
  print('✅ Engram server stopped')
}
