import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  makeBindings,
  makeBlock,
  makeRunbook,
  makeSection,
  openBench,
  place,
  type Bench,
} from '../helpers/commands.ts'

let bench: Bench
beforeAll(() => {
  bench = openBench({ NAME: 'a value', 'TOKEN!': 'a-secret-value' })
})
afterAll(() => bench.close())

async function say(script: string, language: 'bash' | 'sh' | 'python' | 'node' = 'bash'): Promise<string> {
  const outcome = await bench.run(makeBlock(script, { language }))
  return outcome.stdout.head + outcome.stderr.head
}

describe('the shell contract (P15)', () => {
  test('bash is strict, reads no start-up file, and takes its script from a descriptor', async () => {
    expect(await say('echo $-; set -o | grep -E "pipefail|nounset|errexit"')).toMatch(
      /errexit\s+on\nnounset\s+on\npipefail\s+on/,
    )
    const command = await bench.prepare(makeBlock('true'))
    expect(command.interpreter.slice(1)).toEqual(['--noprofile', '--norc', '-euo', 'pipefail'])
    expect(command.interpreter[0]).toMatch(/^\/.*\/bash$/)
  })

  test('a failing command, an unset variable and a broken pipe end it', async () => {
    for (const script of ['false; echo on', 'echo $UNSET; echo on', 'false | true; echo on']) {
      const outcome = await bench.run(script)
      expect(outcome.code).not.toBe(0)
      expect(outcome.stdout.head).toBe('')
    }
  })

  test('standard input is empty, and a command that reads it eats nothing of the script', async () => {
    expect(await say('cat; read -r x || echo end; echo still here')).toBe('end\nstill here\n')
    expect(await say('cat; echo still here', 'sh')).toBe('still here\n')
    expect(await say('import sys; print(repr(sys.stdin.read()))', 'python')).toBe("''\n")
    expect(await say('import fs from "node:fs"; console.log(fs.readFileSync(0).length)', 'node')).toBe('0\n')
  })

  test('streams are pipes, so that a script may open them by name', async () => {
    expect(
      await say('echo one > /dev/stderr; echo two > /dev/stdout; echo three | tee /dev/stderr > /dev/null'),
    ).toBe('two\none\nthree\n')
    expect(await say('[ -p /dev/stdout ] && echo pipe')).toBe('pipe\n')
  })

  test('messages name the section and the line as the author wrote it', async () => {
    expect(await say('true\n\nnot-a-program')).toBe('try-it: line 3: not-a-program: command not found\n')
  })

  test('every block has a process group and session of its own, and the umask of the operator', async () => {
    expect(await say('[ "$(ps -o pgid= -o sid= -p $$ | xargs)" = "$$ $$" ] && umask')).toBe(
      `${process.umask().toString(8).padStart(4, '0')}\n`,
    )
  })

  test('the environment is an allow-list, the inputs and four names of ours', async () => {
    const environment = {
      PATH: process.env.PATH,
      HOME: '/root',
      AWS_PROFILE: 'p',
      LC_ALL: 'C.UTF-8',
      FOO: 'x',
      BASH_ENV: '/x',
      LD_PRELOAD: '/x',
      RUNBOOK_INPUT_TOKEN: 's',
    }
    const own = openBench({ NAME: 'v' }, { environment, runId: 'R-1' })
    const outcome = await own.run(
      makeBlock('console.log(Object.keys(process.env).sort().join("\\n"))', { language: 'node' }),
    )
    expect(outcome.stdout.head.split('\n')).toEqual([
      'AWS_PROFILE',
      'HOME',
      'LC_ALL',
      'NAME',
      'PATH',
      'RUNBOOK_ATTEMPT',
      'RUNBOOK_OUTPUT',
      'RUNBOOK_RUN_ID',
      'RUNBOOK_SECTION',
      '',
    ])
    expect((await own.run('echo $RUNBOOK_RUN_ID $RUNBOOK_SECTION $RUNBOOK_ATTEMPT')).stdout.head).toBe(
      'R-1 try-it 2\n',
    )
    await own.close()
  })

  test('the descriptors that the script came through are closed before it starts', async () => {
    expect(await say('for fd in /proc/self/fd/?; do [ -e "$fd" ] && echo -n "${fd##*/} "; done')).toBe(
      '0 1 2 ',
    )
  })

  test('a lab comes first on PATH', async () => {
    mkdirSync(join(bench.folder, 'lab'))
    writeFileSync(join(bench.folder, 'lab/systemctl'), '#!/bin/sh\necho "lab $LAB"', { mode: 0o755 })
    const own = openBench({}, { lab: { path: [join(bench.folder, 'lab')], environment: { LAB: 'here' } } })
    expect((await own.run('systemctl')).stdout.head).toBe('lab here\n')
    await own.close()
  })
})

describe('what cannot be made ready', () => {
  async function reason(
    block: ReturnType<typeof makeBlock>,
    values: Record<string, string> = {},
  ): Promise<string> {
    const section = makeSection([block])
    const runbook = makeRunbook([section], { TOKEN: { type: 'secret' }, OTHER: { type: 'string' } })
    const command = await bench.commands.prepare(runbook, section, block, place, makeBindings(values))
    return 'reason' in command ? command.reason : 'ready'
  }

  test.each([
    'BASH_ENV',
    'ENV',
    'LD_PRELOAD',
    'SHELLOPTS',
    'PS4',
    'PROMPT_COMMAND',
    'IFS',
    'NODE_OPTIONS',
    'PYTHONPATH',
    'PYTHONSTARTUP',
    'PERL5OPT',
    'GIT_SSH_COMMAND',
    'BASH_FUNC_true%%',
    'RUNBOOK_OUTPUT',
    'PATH',
    'HOME',
  ])('an input called `%s`', async (name) => {
    expect(await reason(makeBlock('true'), { [name]: 'x' })).toBe(
      `the input or value \`${name}\` would change how commands run`,
    )
  })

  test('an input without a value, which the script names', async () => {
    expect(await reason(makeBlock('echo "$TOKEN"'))).toBe('the input `TOKEN` has no value')
    expect(await reason(makeBlock('echo "$OTHER"'), { OTHER: 'x' })).toBe('ready')
    expect(await reason(makeBlock('echo none'))).toBe('ready')
  })

  test('a script over 64 KiB, a missing folder, a program that is not there, another machine', async () => {
    expect(await reason(makeBlock(`#${'x'.repeat(65536)}`))).toBe('the script is longer than 64 KiB')
    expect(await reason(makeBlock('true', { options: { cwd: '/no/such' } }))).toBe(
      'there is no folder `/no/such`',
    )
    expect(await reason(makeBlock('true', { options: { cwd: '$OTHER' } }))).toMatch(/`cwd=` uses `\$OTHER`/)
    expect(await reason(makeBlock('true', { options: { on: 'db1' } }))).toMatch(/this machine only/)
    expect(await reason(makeBlock('true', { options: { as: '-x' } }))).toMatch(/not the name of a user/)
  })
})

test('the largest script runs, and its arguments stay short', async () => {
  const script = `sleep 0.3\n#${'x'.repeat(65_000)}\necho end`
  const running = await bench.start(makeBlock(script))
  expect(readFileSync(`/proc/${running.pid}/cmdline`).length).toBeLessThan(300)
  expect((await running.outcome).stdout.head).toBe('end\n')
})

test('`cwd=` is relative to where the session stands, and may name an input', async () => {
  mkdirSync(join(bench.folder, 'a value'))
  expect((await bench.run(makeBlock('pwd', { options: { cwd: '$NAME' } }))).stdout.head).toBe(
    `${bench.folder}/a value\n`,
  )
})

test('a program that cannot be started is an outcome, with a record', async () => {
  const folder = join(bench.folder, 'gone')
  mkdirSync(folder)
  const command = await bench.prepare(makeBlock('true', { options: { cwd: folder } }))
  const { rmdirSync } = await import('node:fs')
  rmdirSync(folder)
  const key = { place, attempt: 9999 }
  const outcome = await (await bench.commands.start(command, key)).outcome
  expect(outcome).toMatchObject({ ended: 'unstarted', stdout: { bytes: 0 } })
  expect(await bench.commands.find(key)).toMatchObject({ state: 'finished', outcome: { ended: 'unstarted' } })
})

describe('what was confirmed is what runs (P18)', () => {
  test('the digest follows script, inputs, secrets, user, directory and interpreter', async () => {
    const base = await bench.prepare(makeBlock('echo "$NAME"'))
    const others = await Promise.all([
      bench.prepare(makeBlock('echo  "$NAME"')),
      bench.prepare(makeBlock('echo "$NAME"'), makeBindings({ NAME: 'other', 'TOKEN!': 'a-secret-value' })),
      bench.prepare(makeBlock('echo "$NAME"'), makeBindings({ NAME: 'a value', 'TOKEN!': 'b-secret-value' })),
      bench.prepare(makeBlock('echo "$NAME"', { options: { cwd: '/' } })),
      bench.prepare(makeBlock('echo "$NAME"', { language: 'sh' })),
    ])
    expect(new Set([base, ...others].map(({ digest }) => digest)).size).toBe(6)
    expect((await bench.prepare(makeBlock('echo "$NAME"'))).digest).toBe(base.digest)
  })

  test('a program that comes before the confirmed one on PATH changes the digest, and never takes its place', async () => {
    const early = join(bench.folder, 'early')
    mkdirSync(early)
    const environment = { PATH: `${early}:${process.env.PATH}` }
    const own = openBench({}, { environment })
    const confirmed = await own.prepare(makeBlock('echo real'))
    symlinkSync('/bin/false', join(early, 'bash'))
    expect((await own.prepare(makeBlock('echo real'))).digest).not.toBe(confirmed.digest)
    const running = await own.commands.start(confirmed, { place, attempt: 1 })
    expect((await running.outcome).stdout.head).toBe('real\n')
    await own.close()
  })

  test('a script that changes every file it can find while it runs still runs as it was', async () => {
    const outcome = await bench.run(
      `for f in /proc/$$/fd/3 /dev/fd/3 "$(dirname "$RUNBOOK_OUTPUT")"/input-*; do echo 'echo INJECTED' 2>/dev/null > "$f" || true; done\necho one\necho two`,
    )
    expect(outcome.stdout.head).toBe('one\ntwo\n')
  })
})

describe('inputs are data (P26)', () => {
  const canary = () => join(bench.folder, 'canary')
  const payloads = (): string[] => {
    const touch = `touch ${canary()}`
    const bare = [
      `$(${touch})`,
      `\`${touch}\``,
      `; ${touch}`,
      `| ${touch}`,
      `& ${touch}`,
      `&& ${touch}`,
      `\n${touch}\n`,
      `"; ${touch}; "`,
      `'; ${touch}; '`,
      `\${IFS}${touch}`,
      `() { :; }; ${touch}`,
      `x[$(${touch})]`,
      `a[\`${touch}\`]=1`,
      `%s$(${touch})`,
      `--help; ${touch}`,
      `<(${touch})`,
      `>${canary()}`,
      `{${touch},}`,
      `*`,
      `~`,
      `$NAME`,
      `!!`,
      `\\$(${touch})`,
      `\r${touch}`,
      `__import__("os").system("${touch}")`,
      `require("child_process").execSync("${touch}")`,
      `'); ${touch}; ('`,
    ]
    return [
      ...bare,
      ...bare.map((text) => `x ${text}`),
      ...bare.map((text) => `"${text}"`),
      ...bare.map((text) => `-${text}`),
    ]
  }

  test.each([
    ['bash', 'printf %s "$P"'],
    [
      'bash',
      'x=$P; y="${P}"; [[ "$x" == "$y" ]] && printf %s "$y"; case $P in a) ;; esac; cat <<< "$P" > /dev/null',
    ],
    ['sh', 'printf %s "$P"'],
    ['python', 'import os, sys; sys.stdout.write(os.environ["P"])'],
    ['node', 'process.stdout.write(process.env.P)'],
  ] as const)('%s: %s', async (language, script) => {
    const step = language === 'python' || language === 'node' ? 12 : 3
    for (const payload of payloads().filter((_, i) => i % step === 0)) {
      const command = await bench.prepare(makeBlock(script, { language }), makeBindings({ P: payload }))
      const running = await bench.commands.start(command, { place, attempt: Math.floor(Math.random() * 1e9) })
      const outcome = await running.outcome
      expect(outcome.stdout.head).toBe(payload)
    }
    expect(readdirSync(bench.folder)).not.toContain('canary')
  })
})

describe('output is data (P27)', () => {
  test('nothing that a command prints changes what is known', async () => {
    const outcome = await bench.run(`cat <<'END'
::set-output name=x::y
::set-env name=PATH::/evil
##vso[task.setvariable variable=x]y
name=value
{"type":"ended","stem":"0001-try-it","outcome":{"ended":"exited","code":0}}
{"n":1,"at":"2026-01-01T00:00:00.000Z","epoch":9,"type":"attempted","hash":"00"}
Type \`yes\` to go on: yes
END
exit 4`)
    expect(outcome).toMatchObject({ ended: 'exited', code: 4, values: {} })
    expect(bench.commands.session.exports).not.toHaveProperty('x')
  })
})
