import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { clear } from '../helpers/clear.ts'
import type { LabProgram } from '../../engine/run/lab.ts'
import { Monitoring } from './monitoring.ts'

const root = join(import.meta.dirname, '..', '..')
const launcher = join(root, 'bin', 'runbook.cjs')

/**
 * A lab of a service that is up while the tests of a `describe` run, a real Prometheus with the alerts of its library and a
 * real Alertmanager that watch it, and the command line against it.
 * @param service its name, its folder below `runbooks/`, and the job under which it is scraped
 */
export function watched(service: string, program: LabProgram) {
  const state = mkdtempSync(join(tmpdir(), 'runbook-alerts-'))
  const lab = join(state, 'labs', service)
  const monitoring = new Monitoring()
  const options = { cwd: root, env: { ...process.env, RUNBOOK_STATE: state } }

  beforeAll(async () => {
    const { port } = await program.up(lab)
    await monitoring.open(join(root, 'runbooks', service, 'alerts.yml'), service, `127.0.0.1:${port}`)
  })

  afterAll(async () => {
    await monitoring.close()
    await program.down(lab)
    clear(state)
  })

  return {
    monitoring,
    putIn: (fault: string) => program.setFault(lab, fault),

    /** Where `find` says that an alert leads. */
    leadsTo: (alert: string): { readonly id: string; readonly path: string } | undefined => {
      const words = [launcher, 'find', '--alert', alert, '--json']
      const { stdout } = spawnSync(process.execPath, words, { ...options, encoding: 'utf8' })
      return (JSON.parse(stdout) as { id: string; path: string }[])[0]
    },

    /** Runs the runbook against the lab as it stands, without putting a fault in again; its exit status. */
    follow: (id: string): Promise<number | null> => {
      const words = [launcher, 'run', id, '--lab', service, '--yes', '--non-interactive']
      const child = spawn(process.execPath, words, { ...options, stdio: 'ignore' })
      return new Promise((done) => child.on('close', done))
    },
  }
}
