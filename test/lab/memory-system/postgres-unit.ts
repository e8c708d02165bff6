import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { labFolder } from '../shared/environment.ts'
import { enlist, identityOf, strike } from '../shared/identity.ts'
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
process.title = 'lab-postgresql'

/** SIGINT is the fast shutdown of postgres(1). */
process.on('SIGTERM', () => server.kill('SIGINT'))
server.on('exit', (code) => {
  strike(layout.instances, process.pid)
  process.exit(code ?? 1)
})
server.on('error', (error) => {
  process.stderr.write(`postgres: ${error.message}\n`)
  process.exit(1)
})

while (!takesConnections()) await sleep(15)
const self = identityOf(process.pid)
if (self !== undefined)
  enlist(layout.instances, { ...self, name: 'postgres', ports: [port], unit: 'postgresql' })

/** pg_isready(1): 0 when it accepts connections, 1 while it is still starting up. */
function takesConnections(): boolean {
  const words = ['-q', '-h', '127.0.0.1', '-p', String(port)]
  return spawnSync('pg_isready', words, { env: { PATH: databasePath } }).status === 0
}
