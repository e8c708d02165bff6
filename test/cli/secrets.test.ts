import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Place, program, type Ended } from '../helpers/cli.ts'
import { oneStep } from './fixtures.ts'

let place: Place
beforeEach(() => {
  place = new Place()
})
afterEach(() => place.close())

const secret = `hunter2'"$\\${'k'.repeat(8)}-swordfish`
const environment = { RUNBOOK_INPUT_TOKEN: secret }
/** The secret as it would stand in a file: plain, and in the encodings that commands and records use. */
const forms: readonly string[] = [
  secret,
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  encodeURIComponent(secret),
]

/** A command that says its secret in every way that it has. */
const indiscreet = `echo "token $TOKEN"; echo "$TOKEN" >&2; printf %s "$TOKEN" | base64 -w0; printf %s "$TOKEN" | od -An -tx1 | tr -d ' \\n'
export COPY="$TOKEN"; echo "value=$TOKEN" >> "$RUNBOOK_OUTPUT"`

/** How the command goes on, and what the program then ends with. */
const endings: Readonly<Record<string, readonly [string, number, string]>> = {
  'it succeeds': ['true', 0, ''],
  'it fails with the secret in its message': ['"$TOKEN"', 1, ''],
  'it is ended after its time': ['sleep 60', 124, ' timeout=1s'],
}

function book(script: string, options: string): string {
  const inputs = 'inputs:\n  TOKEN: { type: secret, description: Token of the API. }\n'
  return oneStep('SEC-001', `\`\`\`bash read${options}\n${indiscreet}\n${script}\n\`\`\``, inputs)
}

/** Every file of the state and of the cache that holds the secret in some form. */
function leaks(): string[] {
  const names = readdirSync(place.folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => statSync(join(place.folder, name)).isFile())
    .filter((name) => holdsSecret(readFileSync(join(place.folder, name), 'latin1')))
}

function holdsSecret(text: string): boolean {
  return forms.some((form) => text.includes(form))
}

async function everyReport(): Promise<string> {
  const runs = [
    ['report'],
    ['report', '--format', 'json'],
    ['runs', '--json'],
    ['show', 'SEC-001'],
    ['run', 'SEC-001', '--dry-run'],
  ]
  const said = await Promise.all(runs.map((words) => place.run(words, { environment })))
  return said.map(({ stdout, stderr }) => stdout + stderr).join('')
}

describe('P24: a secret is nowhere', { timeout: 120_000 }, () => {
  it.each(Object.entries(endings))('when %s', async (_, [script, status, options]) => {
    place.write('secret.md', book(script, options))
    const words = ['run', 'SEC-001', '--json', '--non-interactive']
    const ended: Ended = await place.run(words, { environment })
    expect(ended.status).toBe(status)
    expect(ended.stderr).toContain('[secret TOKEN]')
    expect(holdsSecret(ended.stdout + ended.stderr)).toBe(false)
    expect(holdsSecret(await everyReport())).toBe(false)
    expect(leaks()).toEqual([])
  })

  it('when the engine is killed in the middle, and resumed', async () => {
    place.write('secret.md', book('sleep 1; echo "late $TOKEN"', ''))
    const [node = '', ...main] = program
    const child = spawn(node, [...main, 'run', 'SEC-001'], {
      cwd: place.folder,
      env: { ...place.environment, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    await new Promise((done) => {
      child
        .on('exit', done)
        .stderr.setEncoding('utf8')
        .on('data', (text: string) => {
          said += text
          if (said.includes('token [secret')) child.kill('SIGKILL')
        })
    })
    expect(leaks()).toEqual([])
    const resumed = await place.run(['resume', '--json'], { environment })
    expect(resumed.status).toBe(0)
    expect(holdsSecret(said + resumed.stdout + resumed.stderr + (await everyReport()))).toBe(false)
    expect(leaks()).toEqual([])
  })

  it('when a file that holds it is changed: but for the copy that undoes the change', async () => {
    const step = `> [!WARNING]
> Sets it.

\`\`\`toml edit file=service.toml
workers = 8
\`\`\`

\`\`\`bash verify
test -n "$TOKEN"
\`\`\``
    place.write(
      'secret.md',
      oneStep('SEC-001', step, 'inputs:\n  TOKEN: { type: secret, description: T. }\n'),
    )
    writeFileSync(join(place.folder, 'service.toml'), `workers = 3\ntoken = '''${secret}'''\n`)
    const ended = await place.run(['run', 'SEC-001', '--yes'], { environment })
    expect(ended.status).toBe(0)
    expect(ended.stderr).toContain('+workers = 8')
    expect(holdsSecret(ended.stdout + ended.stderr + (await everyReport()))).toBe(false)
    expect(leaks()).toEqual(['service.toml', expect.stringMatching(/\/output\/\d+-do-it\.backup$/)])
  })
})
