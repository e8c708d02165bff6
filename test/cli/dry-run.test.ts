import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place, program } from '../helpers/cli.ts'
import { drain, oneStep } from './fixtures.ts'

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

interface Traced {
  readonly status: number | null
  readonly stdout: string
  /** Lines of the trace that are more than reading; the start of the program itself is not counted. */
  readonly violations: readonly string[]
}

/** Runs a program under strace, every thread and child of it. */
function trace(words: readonly string[]): Traced {
  const log = join(place.folder, 'trace', 'log')
  const { status, stdout } = spawnSync(
    'strace',
    ['-f', '-qq', '-o', log, '-e', `trace=${traced}`, '--', ...words],
    { cwd: place.folder, env: { ...place.environment }, encoding: 'utf8' },
  )
  const calls = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  const start = calls.findIndex((line) => line.includes(' execve('))
  return { status, stdout, violations: calls.filter((line, index) => index !== start && isViolation(line)) }
}

/** Whether a call did more than read. Calls that were refused, and thread wake-ups, did nothing. */
function isViolation(line: string): boolean {
  const call = /^\d+\s+(?:<\.\.\. )?(\w+)/.exec(line)?.[1]
  if (call === undefined || call === 'tgkill' || / = -1 E/.test(line) || /\+\+\+|---/.test(line)) return false
  if (!call.startsWith('open')) return true
  return /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(line) && !/"\/dev\/(null|tty|pts\/\d+)"/.test(line)
}

describe('a dry run', { timeout: 120_000 }, () => {
  it('writes nothing, starts nothing and speaks to nobody', () => {
    const { status, stdout, violations } = trace([...program, 'run', 'QUE-001', '--dry-run'])
    expect(violations).toEqual([])
    expect(status).toBe(0)
    expect(stdout).toContain('DRY RUN: nothing is executed and nothing is written')
    expect(existsSync(join(place.folder, 'state'))).toBe(false)
    expect(existsSync(join(place.folder, 'cache'))).toBe(false)
  })

  it('would be caught if it did: three planted violations are', () => {
    const plant = (name: string, script: string): readonly string[] => {
      writeFileSync(join(place.folder, `${name}.mjs`), script)
      const [node = ''] = program
      return trace([node, join(place.folder, `${name}.mjs`)]).violations
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
    expect(stdout).toMatch(/1 block would run, 1 would not, 4 unknown/)
  })

  it('shows which file is changed, as whom, what is typed, and how long is waited', async () => {
    const gate =
      '> [!CAUTION]\n> Ends all sessions.\n\n```toml edit file=$DIR/settings.toml as=orders\nworkers = 2\n```\n'
    const verify = '```bash verify\necho 2\n```\n\n```expect within=1m\nvalue is 2\n```\n'
    place.write(
      'edit.md',
      oneStep('EDIT-001', `${gate}\n${verify}`, 'inputs:\n  DIR: { type: path, default: /srv }\n'),
    )
    const { stdout } = await place.run(['run', 'EDIT-001', '--dry-run'])
    expect(stdout).toMatch(
      /CAUTION: asks to type do-it\n {2}edit \(toml, changes \$DIR\/settings\.toml, as orders, line \d+\) · would run\n {2}│ workers = 2\n {2}with DIR = \/srv\n/,
    )
    expect(stdout).toContain('  must show value is 2 within 1 min\n')
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
