import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place, program } from '../helpers/cli.ts'
import { drain } from './fixtures.ts'

let place: Place

beforeAll(() => {
  place = new Place()
  place.write('queue.md', drain)
  mkdirSync(join(place.folder, 'trace'))
})
afterAll(() => place.close())

/** Calls of the system that change something, start something or speak to somebody. */
const traced =
  'execve,execveat,open,openat,openat2,creat,connect,bind,sendto,sendmsg,sendmmsg,kill,tkill,tgkill,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,chmod,fchmod,fchmodat,chown,fchown,fchownat,link,linkat,symlink,symlinkat,truncate,ftruncate,utimensat,mknod,mknodat,fallocate,setxattr'

/** Runs a program under strace, every thread and child of it; gives what it did beyond reading. */
function violations(words: readonly string[]): { status: number | null; stdout: string; found: string[] } {
  const log = join(place.folder, 'trace', 'log')
  const traced_ = spawnSync('strace', ['-f', '-qq', '-o', log, '-e', `trace=${traced}`, '--', ...words], {
    cwd: place.folder,
    env: { ...place.environment },
    encoding: 'utf8',
  })
  return {
    status: traced_.status,
    stdout: traced_.stdout,
    found: readFileSync(log, 'utf8').split('\n').filter(isViolation),
  }
}

let first = true
function isViolation(line: string): boolean {
  const call = /^\d+\s+(?:<\.\.\. )?(\w+)/.exec(line)?.[1]
  if (call === undefined || / = -1 E/.test(line) || line.includes('+++') || line.includes('---')) return false
  if (call === 'execve') return !(first && (first = false) === false)
  if (call.startsWith('open'))
    return /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(line) && !/"\/dev\/(null|tty|pts\/\d+)"/.test(line)
  return !/^(tgkill|sendto|sendmsg)$/.test(call) || !line.includes('AF_UNSPEC')
}

/** As {@link violations}, counting the first start of a program as the program itself. */
function trace(words: readonly string[]): ReturnType<typeof violations> {
  first = true
  return violations(words)
}

describe('a dry run', { timeout: 120_000 }, () => {
  it('writes nothing, starts nothing and speaks to nobody', () => {
    const { status, stdout, found } = trace([...program, 'run', 'QUE-001', '--dry-run'])
    expect(found).toEqual([])
    expect(status).toBe(0)
    expect(stdout).toContain('DRY RUN: nothing is executed and nothing is written')
    expect(existsSync(join(place.folder, 'state'))).toBe(false)
    expect(existsSync(join(place.folder, 'cache'))).toBe(false)
  })

  it('would be caught if it did: three planted violations are', () => {
    const plant = (name: string, script: string): string[] => {
      writeFileSync(join(place.folder, `${name}.mjs`), script)
      const [node = ''] = program
      return trace([node, join(place.folder, `${name}.mjs`)]).found
    }
    const harmless = plant('harmless', `import { readFileSync } from 'node:fs'; readFileSync('harmless.mjs')`)
    const write = plant('write', `import { writeFileSync } from 'node:fs'; writeFileSync('planted', '')`)
    const start = plant(
      'start',
      `import { execFileSync } from 'node:child_process'; execFileSync('/bin/true')`,
    )
    const connect = plant(
      'connect',
      `import { connect } from 'node:net'; connect('./nowhere.sock').on('error', () => {}); import { createSocket } from 'node:dgram'; createSocket('udp4').bind(0, '127.0.0.1', function () { this.close() })`,
    )
    expect(harmless).toEqual([])
    expect(write.join('\n')).toContain('planted')
    expect(start.join('\n')).toContain('execve("/bin/true"')
    expect(connect.join('\n')).toMatch(/bind|connect/)
  })

  it('shows every branch, and what is unknown as unknown', async () => {
    const { stdout } = await place.run(['run', 'QUE-001', '--dry-run'])
    expect(stdout).toContain(
      'Start more workers · unknown until the question of `Are the workers alive?` has run',
    )
    expect(stdout).toContain(
      'Stop the queue · unknown until the question of `Are the workers alive?` has run',
    )
    expect(stdout).toContain('CAUTION: asks to type orders-queue')
    expect(stdout).toMatch(/1 blocks would run, 1 would not, 4 unknown/)
  })

  it('knows more by --choose, and by running what only looks', async () => {
    const chosen = await place.run(['run', 'QUE-001', '-n', '--choose', 'are-the-workers-alive=otherwise'])
    expect(chosen.stdout).toContain(
      'Start more workers · would not run, because `are-the-workers-alive` is answered `otherwise`',
    )
    const explored = await place.run(['run', 'QUE-001', '--explore'])
    expect([explored.status, explored.stderr]).toEqual([0, ''])
    expect(explored.stdout).toContain('ran now: exited with 0')
    expect(explored.stdout).toContain('→ value < 3 → Start more workers (would be taken)')
    expect(existsSync(join(place.folder, 'workers'))).toBe(false)
    expect(existsSync(join(place.folder, 'state'))).toBe(false)
  })
})
