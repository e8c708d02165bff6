import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clear } from './clear.ts'
import { searchPath } from './programs.ts'

export interface Postgres {
  readonly port: number
  readonly user: string
  readonly password: string
  stop(): Promise<void>
}

/** A database server of its own on 127.0.0.1, run by an unprivileged user where the tests run as root. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-postgres-'))
  const who = process.getuid?.() === 0 ? (accountOf('postgres') ?? accountOf('nobody')) : undefined
  const options = { env: { PATH: searchPath, LC_ALL: 'C' }, ...who, cwd: folder }
  if (who !== undefined) chownSync(folder, who.uid, who.gid)
  const password = 'pg-p@ss/w:rd 1'
  const user = 'operator'
  const setUp = `printf %s "$0" > password && initdb -D data -U ${user} -A scram-sha-256 --pwfile=password -N > /dev/null`
  execFileSync('sh', ['-c', setUp, password], options)
  mkdirSync(join(folder, 'socket'), { mode: 0o777 })
  if (who !== undefined) chownSync(join(folder, 'socket'), who.uid, who.gid)
  const port = await freePort()
  const words = [
    '-D',
    join(folder, 'data'),
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    join(folder, 'socket'),
    '-F',
  ]
  const server = spawn('postgres', words, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  await ready(server)
  return {
    port,
    user,
    password,
    async stop() {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await gone
      clear(folder)
    },
  }
}

function accountOf(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject).once('exit', () => reject(new Error(said)))
  })
}

/** A port of 127.0.0.1 that nothing listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
