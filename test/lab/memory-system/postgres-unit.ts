import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { labFolder } from '../shared/environment.ts'
import { standFor } from '../shared/server-unit.ts'
import { accountForServer, databasePath, real } from './keeper/cluster.ts'
import { layoutOf } from './layout.ts'

/** The unit `postgresql`: the real server, run by an account that is not root, in the foreground. */
const layout = layoutOf(labFolder())
const port = Number(process.argv[2])
const log = openSync(layout.databaseLog, 'a')
const server = spawn('postgres', ['-D', real(layout.data)], {
  ...accountForServer(),
  cwd: real(layout.socket),
  env: { PATH: databasePath, LC_ALL: 'C' },
  stdio: ['ignore', log, log],
})
closeSync(log)

await standFor(layout.instances, {
  unit: 'postgresql',
  program: 'postgres',
  port,
  server,
  /** SIGINT is the fast shutdown of postgres(1). */
  signals: { SIGTERM: 'SIGINT' },
  isReady: takesConnections,
})

/** pg_isready(1): 0 when it accepts connections, 1 while it is still starting up. */
function takesConnections(): boolean {
  const words = ['-q', '-h', '127.0.0.1', '-p', String(port)]
  return spawnSync('pg_isready', words, { env: { PATH: databasePath } }).status === 0
}
