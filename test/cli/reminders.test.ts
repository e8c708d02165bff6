import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'

const place = new Place()
afterAll(() => place.close())

const page = `---
id: REM-001
escalate: { after: 1s, to: "Team \\u001b[2Jlead" }
---

# Remind

**Every 1s** Post an update.

## Assess

**Within 1s** Somebody is in command.

### Look

\`\`\`bash read
sleep 1.6
\`\`\`

### Ask

- **go** → [On](#on)
- **wait** → **stop**

---

## On

\`\`\`bash read
true
\`\`\`
`

interface Record {
  readonly type: string
  readonly at: string
  readonly of?: string
  readonly due: string
}

describe('reminders, time boxes and levels', () => {
  test('come while a command runs, are recorded with absolute times, and come once when a rested run goes on', async () => {
    const file = place.write('rem.md', page)
    const first = await place.run(['run', file])
    expect(first.status).toBe(3)
    expect(first.stderr).toContain('within 1 s: Somebody is in command. (')
    expect(first.stderr).toContain('time: Post an update.\n')
    expect(first.stderr).toContain('time: the 1 s of Assess are used up: Somebody is in command.\n')
    expect(first.stderr).toContain('time: 1 s have passed: time to escalate to Team \\u{1b}[2Jlead\n')
    const output = first.stderr.indexOf('exited with 0')
    expect(first.stderr.indexOf('time: Post an update.')).toBeLessThan(output)
    await new Promise((done) => setTimeout(done, 2_500))
    const second = await place.run(['resume', '--choose', 'ask=go'])
    expect(second.status).toBe(0)
    expect(second.stderr).toContain('time: Post an update.\n')
    expect(second.stderr).not.toContain('time to escalate')
    const runs = join(place.folder, 'state', 'runs')
    const lines = readFileSync(join(runs, readdirSync(runs)[0] ?? '', 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
    const records = lines.map((line) => JSON.parse(line) as Record)
    const began = Date.parse(records[0]?.at ?? '')
    const resumed = records.find(({ type }) => type === 'resumed')?.at ?? ''
    const afterwards = records.filter(({ type, at }) => type === 'reminded' && at > resumed)
    const seconds = Math.ceil((Date.parse(records.at(-1)?.at ?? '') - Date.parse(resumed)) / 1_000)
    expect(afterwards.length).toBeLessThanOrEqual(1 + seconds)
    const shown = records.filter(({ type }) => type === 'reminded')
    for (const { at, due } of shown) expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(due))
    expect(shown.map(({ of, due }) => [of, (Date.parse(due) - began) % 1_000])).toEqual(
      shown.map(({ of }) => [of, 0]),
    )
    const report = await place.run(['report'])
    expect(report.stdout).toContain('reminded: Post an update.')
  })
})
