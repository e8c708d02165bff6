import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { type TestLab, testLab } from './fixture.ts'
import * as program from './memory-service/lab.ts'
import { scripts } from './scripts.ts'

let lab: TestLab
let scratch = ''

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'lab-'))
  const folder = join(scratch, 'lab')
  lab = testLab(program, folder, await program.up(folder))
})

afterAll(async () => {
  await program.down(lab.folder)
  clear(scratch)
})

const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string
const containing = (text: string) => expect.stringContaining(text) as string

describe('the commands of the lab', () => {
  test.each(scripts)('%s', async (_name, script, prints) => {
    const { code, stdout, stderr } = await lab.run(script)
    expect({ code, stdout: stdout.trimEnd(), stderr }).toMatchObject({ code: 0, stdout: matching(prints) })
  })

  test.each([
    ['systemctl frobnicate', 'does not know `systemctl frobnicate`'],
    ['systemctl edit memory-service', 'opens an editor'],
    ['journalctl -u nginx', 'has no unit `nginx`'],
    ['docker-compose up -d nginx', 'has no container `nginx`'],
    ['pgrep -z memory', 'does not know the option `-z`'],
    ['pkill -9', 'which name?'],
    ['ps --forest', 'does not know the option'],
    ['lsof', 'which port?'],
    ['df /', 'does not lie in the lab'],
    ['turso db launch x', 'does not know `turso db launch`'],
    ['turso db destroy memory-production', 'needs `--yes`'],
    ['turso db shell memory-production .dump', 'does not know `.dump`'],
    ['memory-cli storage sync', 'say `--force`'],
    ['memory-cli episode delete', 'unknown command'],
    ['memory-core --colour', "Unknown option '--colour'"],
    ['memory-service migrate', 'say either `--dry-run` or `--execute`'],
    ['cd "$SOURCE_DIR"; cargo publish', 'does not know `cargo publish`'],
    ['rustc main.rs', 'knows `rustc --version` alone'],
    ['wget https://example.com/x', 'does not lie below RELEASES_URL'],
    ['prometheus-query-exporter --query up', 'say --query and --output'],
    ['sudo -k', 'does not know the option `-k`'],
  ])('%s is refused', async (script, sentence) => {
    const { code, stderr } = await lab.run(script)
    expect({ code, stderr }).toEqual({ code: 2, stderr: containing(sentence) })
  })

  test('without a lab each of them says so and does nothing', async () => {
    const folders = ['memory-service', 'shared'].map((name) => join(import.meta.dirname, name, 'bin'))
    const commands = folders.flatMap((folder) =>
      readdirSync(folder).flatMap((name) => (name === 'lab.sh' ? [] : join(folder, name))),
    )
    const script = commands.map((path) => `${path} x </dev/null 2>&1 || echo "$?"`).join('\n')
    const { stdout } = await lab.run(`export LAB_ROOT=/nowhere\n${script}`)
    expect(stdout.split('\n').filter((line) => line === '2')).toHaveLength(commands.length)
    expect(stdout.match(/no lab is running here/g)).toHaveLength(commands.length)
  })

  test('a start that cannot succeed says why', async () => {
    const { code, stderr, stdout } = await lab.run(`systemctl stop memory-service; echo nonsense >> "$CONFIG"
      systemctl start memory-service || { journalctl -n 3 -o cat; exit 7; }`)
    expect({ code, stderr, stdout }).toEqual({
      code: 7,
      stderr: containing('control process exited with error code'),
      stdout: matching(/config\.toml:\d+: cannot read `nonsense`/),
    })
    await program.setFault(lab.folder, null)
  })

  test('a hanging stop fails, and leaves the process to the operator', async () => {
    await program.setFault(lab.folder, 'hang-at-shutdown')
    const { code, stderr } = await lab.run('systemctl stop memory-service')
    expect({ code, stderr }).toEqual({ code: 1, stderr: containing('did not end within 5 s') })
    expect((await lab.run('pgrep -x memory-service')).code).toBe(0)
  })

  test('a major upgrade needs its migration, and goes back only with a restore', async () => {
    await program.setFault(lab.folder, null)
    const upgraded = await lab.run(`cd "$SOURCE_DIR"; before=$(node -p 'new Date().toISOString()')
      wget -q -O new "$RELEASES_URL/v0.2.0/memory-service"; chmod +x new; ./new migrate --dry-run
      systemctl stop memory-service; cp new "$INSTALL_PATH"; systemctl start memory-service; sleep 1
      curl -s "$METRICS_URL/health/ready" | grep -o 'schema 1, needs 2'
      systemctl stop memory-service; ./new migrate --execute; systemctl start memory-service; sleep 1
      curl -fsS "$METRICS_URL/health/ready" | grep -o '"version":"0.2.0"'
      systemctl stop memory-service; wget -q -O "$INSTALL_PATH" "$RELEASES_URL/v0.1.0/memory-service"
      systemctl start memory-service; sleep 1
      curl -s "$METRICS_URL/health/ready" | grep -o 'schema 2, needs 1'
      turso db restore "$TURSO_DATABASE_NAME" --timestamp "$before"; systemctl restart memory-service; sleep 1
      curl -fsS "$METRICS_URL/health/ready" | grep -o '"status":"healthy","version":"0.1.0"'`)
    expect(upgraded.stderr).toBe('')
    expect(upgraded.stdout.split('\n')).toEqual([
      'would apply: add episodes.agent',
      'would apply: set schema_version to 2',
      'schema 2: 2 changes',
      'schema 1, needs 2',
      'applied: add episodes.agent',
      'applied: set schema_version to 2',
      'schema 2: 2 changes',
      '"version":"0.2.0"',
      'schema 2, needs 1',
      containing('Restored memory-production'),
      '"status":"healthy","version":"0.1.0"',
      '',
    ])
  })
})
