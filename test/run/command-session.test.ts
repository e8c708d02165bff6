import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../engine/machine/types.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { restoreSession } from '../../engine/run/command/session.ts'
import { makeBlock, openBench, place, type Bench } from '../helpers/commands.ts'

const secret = 'do-not-hand-me-on'
let bench: Bench
beforeEach(() => {
  bench = openBench({ NAME: 'given', 'TOKEN!': secret })
})
afterEach(() => bench.close())

async function said(script: string, language: 'bash' | 'sh' | 'python' = 'bash'): Promise<string> {
  return (await bench.run(makeBlock(script, { language }))).stdout.head
}

describe('what a shell block exports and where it goes', () => {
  const odd = `line 1\nline "2" $x \`y\` \\ 'z' é 日本 \x01\x7f end`

  test.each(['bash', 'sh'] as const)('carries over from %s byte for byte', async (language) => {
    mkdirSync(join(bench.folder, 'with blank\nand break'))
    const quoted = odd.replaceAll("'", `'\\''`)
    await bench.run(
      makeBlock(`export ODD='${quoted}'; EMPTY=; export EMPTY; cd 'with blank\nand break'`, { language }),
    )
    expect(bench.commands.session).toEqual({
      directory: `${bench.folder}/with blank\nand break`,
      exports: { ODD: odd, EMPTY: '' },
    })
    expect(await said('printf "%s|%s|" "$ODD" "${EMPTY-unset}"; pwd')).toBe(
      `${odd}||${bench.folder}/with blank\nand break\n`,
    )
    expect(await said('import os; print(os.environ["ODD"], end="")', 'python')).toBe(odd)
  })

  test('is adopted when the block succeeds, whichever way it ends', async () => {
    await bench.run('export A=1; exit 0')
    await bench.run('export B=1; exit 3')
    await bench.run('export C=1; false')
    await bench.run('export D=1; trap "export E=1" EXIT; trap "true" INT')
    await bench.run('export F=1; ( export G=1; trap "echo inner" EXIT; exit 0 ); false || true')
    expect(Object.keys(bench.commands.session.exports).sort()).toEqual(['A', 'D', 'E', 'F'])
  })

  test('keeps a trap of the script, with the exit status that it sees', async () => {
    const outcome = await bench.run(`trap 'echo "bye $?"' EXIT; export A=1; exit 5`)
    expect(outcome).toMatchObject({ code: 5, stdout: { head: 'bye 5\n' } })
    expect(await said(`trap 'echo again' EXIT; trap - EXIT; export B=2`)).toBe('')
    expect(bench.commands.session.exports).toEqual({ B: '2' })
  })

  test('can be unset again', async () => {
    await bench.run('export A=1')
    await bench.run('unset A; unset HOME')
    expect(await said('echo "${A-no} ${HOME-none}"')).toBe('no none\n')
  })

  test('never holds an input, a secret, or a variable that would become code; a notice says so', async () => {
    const outcome = await bench.run(
      `export NAME=taken; export COPY="x\${TOKEN}y"; export ENCODED=$(printf %s "$TOKEN" | base64); export PYTHONPATH=/evil; export FINE=1; export PATH="/opt/bin:$PATH"`,
    )
    expect(Object.keys(bench.commands.session.exports).sort()).toEqual(['FINE', 'PATH'])
    expect(outcome.notices).toEqual([
      'the variable `COPY` holds a secret and is not handed on',
      'the variable `ENCODED` holds a secret and is not handed on',
      'the variable `NAME` is an input and is not handed on',
      'the variable `PYTHONPATH` would become code and is not handed on',
    ])
    expect(await said('echo $NAME')).toBe('given\n')
    expect(JSON.stringify(outcome)).not.toContain(secret)
  })

  test('is restored from the recorded outcomes', async () => {
    const outcomes: Outcome[] = []
    for (const script of ['export A=1 B=1; cd /usr', 'unset B; export C=3; exit 2', 'export A=2; unset B']) {
      outcomes.push(await bench.run(script))
    }
    const events = outcomes.map((outcome): RunEvent => ({
      at: '',
      type: 'attempted',
      ...place,
      attempt: 1,
      outcome,
      verdict: { held: true, checks: [] },
    }))
    expect(restoreSession(events, { directory: bench.folder, exports: {} })).toEqual(bench.commands.session)
    expect(bench.commands.session).toEqual({ directory: '/usr', exports: { A: '2', B: null } })
  })

  test('a block that replaces its shell hands nothing on, and is not waited for', async () => {
    const outcome = await bench.run('export A=1; exec echo replaced')
    expect(outcome.stdout.head).toBe('replaced\n')
    expect(Date.parse(outcome.endedAt) - Date.parse(outcome.startedAt)).toBeLessThan(500)
    expect(bench.commands.session.exports).toEqual({})
  })
})

describe('values', () => {
  async function handOn(lines: string): Promise<Outcome> {
    return bench.run(`printf '%b' '${lines}' >> "$RUNBOOK_OUTPUT"`)
  }

  test('are lines and blocks, the last one winning', async () => {
    const { values } = await handOn('a=1\\nb=x=y z\\n\\nlong<<END\\none\\ntwo=2\\nEND\\na=2\\nempty=')
    expect(values).toEqual({ a: '2', b: 'x=y z', long: 'one\ntwo=2', empty: '' })
  })

  test.each([
    ['a=\\xff\\xfe', 'it is not valid UTF-8'],
    ['a=\\x00b', 'it holds a NUL byte'],
    ['no sign', 'line 1 is not `name=value`'],
    ['ok=1\\nlong<<END\\nnever', 'line 2 begins a block that `END` never ends'],
    ['bad-name=1', '`bad-name` is not a name that a value may have'],
    ['PATH=/evil', '`PATH` is not a name that a value may have'],
    ['LD_PRELOAD=/evil', '`LD_PRELOAD` is not a name that a value may have'],
    ['TOKEN=other', 'line 1 would replace the secret `TOKEN`'],
  ])('a fault fails the block before any value is used: %s', async (lines, fault) => {
    const outcome = await handOn(lines)
    expect(outcome).toMatchObject({ ended: 'exited', code: 65, values: {} })
    expect(outcome.detail).toContain(fault)
  })

  test('one that holds a secret is left out', async () => {
    const outcome = await bench.run('echo "a=$TOKEN" >> "$RUNBOOK_OUTPUT"; echo "b=1" >> "$RUNBOOK_OUTPUT"')
    expect(outcome.values).toEqual({ b: '1' })
    expect(outcome.notices).toEqual(['the value `a` holds a secret and is not handed on'])
  })

  test('their file lies in a private folder in memory, and is gone afterwards', async () => {
    const path = (await said('stat -c "%a" "$(dirname "$RUNBOOK_OUTPUT")"; echo "$RUNBOOK_OUTPUT"')).split(
      '\n',
    )
    expect(path[0]).toBe('700')
    expect(path[1]).toMatch(/^\/dev\/shm\//)
    expect(() => readFileSync(path[1] ?? '')).toThrow(/ENOENT/)
  })
})
