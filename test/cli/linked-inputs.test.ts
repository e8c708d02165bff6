import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place } from '../helpers/cli.ts'
import { frontmatter, oneStep } from './fixtures.ts'

let place: Place

beforeAll(() => {
  place = new Place()
  place.write(
    'start.md',
    `${frontmatter('LNK-000', 'Where to begin')}
## Which one?

\`\`\`bash ask
echo api
\`\`\`

- **output contains "api"** → [The API is down](api.md)
- **otherwise** → **resolved**
`,
  )
  const inputs = `inputs:
  TOKEN: { type: secret, description: Token of the API. }
  HOST: { type: host }
  PORT: { type: integer, default: 80 }
`
  place.write('api.md', oneStep('LNK-001', '```bash read\ntest -n "$TOKEN" && echo "$HOST"\n```', inputs))
  place.write(
    'gated.md',
    `${frontmatter('LNK-002', 'Gated')}
## Wait

> [!WARNING]
> Somebody has to be there.

\`\`\`bash action
true
\`\`\`

\`\`\`bash verify
true
\`\`\`

**Next** → [With the token](token.md)
`,
  )
  const token = 'inputs:\n  TOKEN: { type: secret }\n'
  place.write('token.md', oneStep('LNK-003', '```bash read\necho "$TOKEN"\n```', token))
})

afterAll(() => place.close())

const note =
  '`runbooks/api.md`, to which this run may hand over, needs what was not given: `TOKEN` (secret: Token of the API.), `HOST` (host)'
const secret = { RUNBOOK_INPUT_TOKEN: 'a-long-enough-token' }

describe('inputs of linked runbooks', { timeout: 60_000 }, () => {
  it('are named before the first step, and where they are missing the failure says so', async () => {
    const { status, stdout, stderr } = await place.run([
      'run',
      'LNK-000',
      '--non-interactive',
      '--input',
      'HOST=here',
    ])
    const all = stdout + stderr
    expect(status).toBe(1)
    expect(all).toContain('needs what was not given: `TOKEN` (secret: Token of the API.)')
    expect(all).toContain('`RUNBOOK_INPUT_TOKEN` set')
    expect(all).toMatch(
      /the input `TOKEN` has no value: set `RUNBOOK_INPUT_TOKEN` or name a file with\s+`--input-file`, then `runbook\s+resume`/,
    )
    expect(all.indexOf('needs what was not given')).toBeLessThan(all.indexOf('Which one?'))
  })

  it('are all named in one note, with the ways to give them', async () => {
    const { stdout, stderr } = await place.run(['run', 'LNK-000', '--non-interactive'])
    const all = (stdout + stderr).replaceAll(/\s+/g, ' ')
    expect(all).toContain(note)
    expect(all).toContain(
      'start the run, or later resume it, with `RUNBOOK_INPUT_TOKEN` set, `--input HOST=VALUE`, should it be needed',
    )
  })

  it('say nothing when they are there', async () => {
    const words = ['run', 'LNK-000', '--non-interactive', '--input', 'HOST=here']
    const { status, stdout, stderr } = await place.run(words, { environment: secret })
    expect(status).toBe(0)
    expect(stdout + stderr).not.toContain('not given')
  })

  it('a secret that was not given at the start is taken by `resume`, and stays one', async () => {
    const started = await place.run(['run', 'LNK-002'])
    expect(started.status).toBe(3)
    const run = /\b(LNK-002-\d{8}-\d{4}-\w{4})\b/.exec(started.stderr)?.[1] ?? ''
    const { status, stdout, stderr } = await place.run(['resume', run, '--yes'], { environment: secret })
    expect({ status, stderr }).toMatchObject({ status: 0 })
    expect(stdout + stderr).toContain('[secret TOKEN]')
    expect(stdout + stderr).not.toContain('a-long-enough-token')
  })

  it('that nobody gave can be given when the run is resumed, and stay known', async () => {
    place.write(
      'first.md',
      `${frontmatter('LNK-004', 'First')}
## Wait

> [!WARNING]
> Somebody has to be there.

\`\`\`bash action
true
\`\`\`

\`\`\`bash verify
true
\`\`\`

**Next** → [With the host](host.md)
`,
    )
    const host = 'inputs:\n  HOST: { type: host }\n  PORT: { type: integer, default: 80 }\n'
    place.write(
      'host.md',
      `${oneStep('LNK-005', '```bash read\necho "at $HOST:$PORT"\n```', host)}

## Sign

- [ ] Signed
`,
    )
    const state = { RUNBOOK_STATE: `${place.folder}/later` }
    expect((await place.run(['run', 'LNK-004'], { environment: state })).status).toBe(3)
    const wrong = await place.run(['resume', '--input', 'HOTS=db-1'], { environment: state })
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('did you mean `HOST`?')])
    const second = await place.run(['resume', '--yes', '--input', 'HOST=db-1'], { environment: state })
    expect(second.stderr).toContain('at db-1:80')
    expect(second.status).toBe(3)
    const again = await place.run(['resume', '--input', 'HOST=db-2'], { environment: state })
    expect(again.stderr).toContain('`HOST` has a value since the run was started')
    const third = await place.run(['resume', '--tick', 'sign'], { environment: state })
    expect(third.status).toBe(0)
  })
})
