import { accessSync, constants, globSync, mkdtempSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { socketAddress } from './protocol.ts'
import { Supervisor } from './server.ts'

/** Milliseconds without an engine and without a command until it ends: long enough for a resumed engine to join. */
const idleEnd = 1000
/** Milliseconds that it waits for the first engine. */
const firstEngine = 10_000

const [runDirectory = ''] = process.argv.slice(2)
const address = socketAddress(runDirectory)
const scratch = makeScratch(address.startsWith('\0') ? address.slice(1) : basename(address))
let ending: NodeJS.Timeout | undefined
let leaving = false

const supervisor = new Supervisor({ runDirectory, scratch, idle: () => endIn(leaving ? 0 : idleEnd), end })
const server = createServer((socket) => supervisor.accept(socket))
server.on('error', leave)
process.on('SIGHUP', () => undefined)
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => {
  leaving = true
  supervisor.stopAll()
  if (!supervisor.working) end()
})
listen()
endIn(firstEngine)

/** Listens, and says so on standard output; where the socket is a file, one that nobody answers on is put away first. */
function listen(): void {
  const start = () => server.listen(address, ready)
  if (address.startsWith('\0') || statSync(address, { throwIfNoEntry: false }) === undefined)
    return void start()
  connect(address)
    .on('connect', leave)
    .on('error', () => {
      unlinkSync(address)
      start()
    })
}

function ready(): void {
  const ours = scratch.slice(0, -6)
  for (const stale of globSync(`${basename(ours)}*`, { cwd: dirname(ours) })) {
    const path = join(dirname(ours), stale)
    if (path !== scratch) rmSync(path, { recursive: true, force: true })
  }
  process.stdout.write('ready\n')
}

/** Another supervisor has the run, or the socket cannot be made: the engine finds out by connecting. */
function leave(): void {
  rmSync(scratch, { recursive: true, force: true })
  process.exit(1)
}

function endIn(milliseconds: number): void {
  clearTimeout(ending)
  ending = setTimeout(() => {
    if (!supervisor.working && (leaving || !supervisor.joined)) end()
  }, milliseconds)
}

function end(): void {
  rmSync(scratch, { recursive: true, force: true })
  process.exit(0)
}

/** A folder for this user alone, in memory where the system has such a place. */
function makeScratch(name: string): string {
  const base = ['/dev/shm', process.env.XDG_RUNTIME_DIR ?? '', tmpdir()].find(isWritable) ?? tmpdir()
  return mkdtempSync(join(base, `runbook-${name.slice(-8)}-`))
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return folder !== ''
  } catch {
    return false
  }
}
