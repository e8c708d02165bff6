import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'

const place = new Place()
const posted: { url: string; type: string; body: string }[] = []
let answer = 200
const hook = createServer((request, response) => {
  let body = ''
  request.on('data', (bytes: Buffer) => (body += bytes.toString()))
  request.on('end', () => {
    posted.push({ url: request.url ?? '', type: request.headers['content-type'] ?? '', body })
    response.writeHead(answer).end('taken')
  })
})
beforeAll(() => new Promise<void>((done) => hook.listen(0, '127.0.0.1', () => done())))
afterAll(() => {
  hook.close()
  place.close()
})
beforeEach(() => {
  posted.length = 0
  answer = 200
})
const address = () => `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hooks/T0PSECRET`

const page = `---
id: MSG-001
title: Tell people
severity: SEV2
inputs:
  HOOK: { type: secret }
  IMPACT: { type: string, default: "a \\"few\\" fail" }
---

# Tell people

## Look

\`\`\`bash read
[ "$IMPACT" = none ] || echo "depth=7" >> "$RUNBOOK_OUTPUT"
\`\`\`

## Update

**Message** to the channel.

\`\`\`text message post=HOOK
$RUNBOOK_SEVERITY ($RUNBOOK_INCIDENT): $IMPACT,
depth \${depth}, costs \\$5.
\`\`\`

## After

\`\`\`bash read
true
\`\`\`
`

async function tell(state: string, ...words: string[]) {
  const file = place.write('msg.md', page)
  const environment = { RUNBOOK_STATE: join(place.folder, state), RUNBOOK_INPUT_HOOK: address() }
  const ended = await place.run(['run', file, '--incident', 'INC-9', ...words], { environment })
  const [run = ''] = readdirSync(join(place.folder, state, 'runs'))
  const journal = readFileSync(join(place.folder, state, 'runs', run, 'journal.jsonl'), 'utf8')
  const records = journal
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const report = await place.run(['report', run], { environment })
  return { ...ended, journal, records, report: report.stdout }
}

const text = 'SEV2 (INC-9): a "few" fail,\ndepth 7, costs $5.'

describe('a message', () => {
  test('is kept as filled and not posted when nobody said so, whatever --yes says', async () => {
    const { status, records, stderr, journal, report } = await tell('kept', '--non-interactive', '--yes')
    expect(status).toBe(0)
    expect(posted).toEqual([])
    expect(records.find(({ type }) => type === 'told')).toMatchObject({ by: 'engine', text })
    expect(stderr).toContain('  │ SEV2 (INC-9): a "few" fail,\n  │ depth 7, costs $5.')
    expect(stderr).toContain('\nit may ask for 1 message\n')
    expect(report).toContain('depth 7, costs $5.')
    expect(journal + stderr + report).not.toContain('T0PSECRET')
  })

  test('is posted once, as JSON, behind its own flag; the address is written nowhere', async () => {
    const { status, records, journal, stderr, report } = await tell(
      'posted',
      '--non-interactive',
      '--post',
      'update',
    )
    expect(status).toBe(0)
    expect(posted).toEqual([
      { url: '/hooks/T0PSECRET', type: 'application/json', body: JSON.stringify({ text }) },
    ])
    const kinds = records.map(({ type }) => type)
    expect(kinds.slice(3)).toEqual(['told', 'confirmed', 'intended', 'attempted', 'intended', 'attempted'])
    expect(journal + stderr + report).not.toContain('T0PSECRET')
    expect(report).toContain('posted')
  })

  test('is never posted by a flag when something in it has no value', async () => {
    const { status, records } = await tell(
      'gap',
      '--non-interactive',
      '--post',
      'update',
      '--input',
      'IMPACT=none',
    )
    expect(status).toBe(0)
    expect(posted).toEqual([])
    expect(records.find(({ type }) => type === 'told')).toMatchObject({ missing: ['depth'] })
    expect(records.find(({ type }) => type === 'denied')).toMatchObject({ by: 'engine' })
  })

  test('fails its section when the other side refuses it, and is not posted again by itself', async () => {
    answer = 500
    const { status, records } = await tell('refused', '--non-interactive', '--post', 'update')
    expect(status).toBe(1)
    expect(posted).toHaveLength(1)
    expect(records.find(({ type }) => type === 'recovered')).toMatchObject({ choice: 'fail' })
  })

  test('a flag for a section that posts nothing is wrong usage', async () => {
    const file = place.write('msg.md', page)
    const { status, stderr } = await place.run(['run', file, '--post', 'after'])
    expect(status).toBe(2)
    expect(stderr).toBe('error: section `after` posts no message\n')
  })
})
