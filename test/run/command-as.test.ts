import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findProcesses } from '../../engine/run/supervisor/proc.ts'
import { makeBlock, makeRunbook, makeSection, openBench, place, type Bench } from '../helpers/commands.ts'
import { needs } from '../helpers/programs.ts'

const root = userInfo().uid === 0
const as = 'nobody'
let bench: Bench

/** Another user's own folder: nothing of it may be read or written by way of the operator's rights. */
let home: string

describe.skipIf(!root || !needs('sudo'))('`as=USER`, through sudo', () => {
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'runbook-as-'))
    chmodSync(home, 0o777)
    bench = openBench(
      { NAME: `a 'value'`, 'TOKEN!': 'token-of-another' },
      { session: { directory: '/', exports: {} } },
    )
  })
  afterAll(async () => {
    await bench.close()
    rmSync(home, { recursive: true })
  })

  test('runs a script as that user, with its inputs and values, and no secret among the arguments', async () => {
    const script = `id -un; echo "$NAME $RUNBOOK_SECTION"; cat; set -o | grep pipefail; echo "got=$NAME" >> "$RUNBOOK_OUTPUT"; sleep 0.2; echo "$TOKEN"`
    const running = await bench.start(makeBlock(script, { options: { as } }))
    const argv = readFileSync(`/proc/${running.pid}/cmdline`, 'latin1')
    const outcome = await running.outcome
    expect(outcome.stderr.head).toBe('')
    expect(outcome.stdout.head).toMatch(/^nobody\na 'value' try-it\npipefail\s+on\n\[secret TOKEN\]\n$/)
    expect(outcome.values).toEqual({ got: `a 'value'` })
    expect(argv).toContain('--preserve-env=RUNBOOK_OUTPUT')
    expect(argv).not.toContain('token-of')
  })

  test('runs node and sh as that user', async () => {
    const node = await bench.run(
      makeBlock('console.log(process.getuid() !== 0, process.env.NAME)', {
        language: 'node',
        options: { as },
      }),
    )
    expect(node.stdout.head + node.stderr.head).toBe(`true a 'value'\n`)
    expect((await bench.run(makeBlock('id -un; exit 4', { language: 'sh', options: { as } }))).code).toBe(4)
  })

  test('ends in time with everything that it started', async () => {
    const running = await bench.start(
      makeBlock('sleep 61 & setsid sleep 62', { options: { as, timeout: 400 } }),
    )
    expect(await running.outcome).toMatchObject({ ended: 'timed-out' })
    expect(findProcesses(running.pid, 'RUNBOOK_NOTHING=')).toEqual([])
  })

  test('writes and undoes a file with the rights of that user', async () => {
    const file = join(home, 'note')
    const block = makeBlock('theirs', { language: 'text', role: 'write', options: { file, as } })
    const outcome = await (
      await bench.commands.start(await bench.prepare(block), { place, attempt: 50 })
    ).outcome
    expect(outcome.stderr.head).toBe('')
    expect(readFileSync(file, 'utf8')).toBe('theirs\n')
    expect(statSync(file).uid).not.toBe(0)
    const section = makeSection([block])
    const undo = await bench.commands.prepareUndo(
      makeRunbook([section]),
      section,
      block,
      place,
      bench.bindings,
    )
    if ('reason' in undo) throw new Error(undo.reason)
    expect((await (await bench.commands.start(undo, { place, attempt: 51 })).outcome).code).toBe(0)
    expect(() => statSync(file)).toThrow(/ENOENT/)
    const denied = makeBlock('x', { language: 'text', role: 'write', options: { file: '/root/denied', as } })
    await expect(bench.prepare(denied)).rejects.toThrow(/EACCES|permission/)
  })
})
