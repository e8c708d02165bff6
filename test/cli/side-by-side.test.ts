import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'

const place = new Place()
afterAll(() => place.close())

const block = (script: string, more = '') => `\`\`\`bash read${more}\n${script}\n\`\`\`\n`
const page = (id: string, body: string) => `---\nid: ${id}\n---\n\n# Checks\n\n## Health\n\n${body}`

function journal(state: string): { type: string; block?: number; outcome?: { session?: unknown } }[] {
  const runs = join(state, 'runs')
  const [run = ''] = readdirSync(runs)
  const lines = readFileSync(join(runs, run, 'journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as { type: string })
}

describe('checks side by side', () => {
  test('all report, also when the first fails and one hangs; together they take as long as the slowest', async () => {
    const checks = Array.from({ length: 8 }, (_, at) => block(`sleep 0.8; echo ${at}`)).join('\n')
    const file = place.write(
      'ten.md',
      page(
        'TEN-001',
        `**Side by side**\n\n${block('echo "no luck" >&2; exit 3')}\n${checks}\n${block('sleep 60', ' timeout=1s')}`,
      ),
    )
    const state = join(place.folder, 'ten')
    const startedAt = Date.now()
    const { status, stderr } = await place.run(['run', file, '--non-interactive'], {
      environment: { RUNBOOK_STATE: state },
    })
    expect(Date.now() - startedAt).toBeLessThan(7_000)
    expect(status).toBe(124)
    expect(stderr).toContain('10 checks side by side (at most 1 min)')
    expect(stderr).toContain('2 of 10 failed')
    expect(stderr.match(/✓ sleep 0\.8/g)).toHaveLength(8)
    expect(stderr).toMatch(/✗ echo "no luck".*\n +expected exit 0, actual exit 3\n +│ no luck/)
    expect(stderr).toMatch(/✗ sleep 60 +ran out of time/)
    const records = journal(state)
    const kinds = records.map(({ type }) => type)
    expect(kinds.slice(1, 11)).toEqual(Array.from({ length: 10 }, () => 'intended'))
    expect(kinds.slice(11, 21)).toEqual(Array.from({ length: 10 }, () => 'attempted'))
  })

  test('what they export stays with them, what they hand on does not; a decision may follow', async () => {
    const file = place.write(
      'values.md',
      page(
        'VAL-001',
        `**Side by side**

${block('export LEFT=1; cd /; echo "left=1" >> "$RUNBOOK_OUTPUT"')}
${block('echo "right=2" >> "$RUNBOOK_OUTPUT"')}
\`\`\`bash ask
echo "$left$right\${LEFT-none}$([ "$PWD" = / ] && echo moved)"
\`\`\`

- **output is "12none"** → **resolved**
- **otherwise** → **escalate** to Nobody
`,
      ),
    )
    const { status, stderr } = await place.run(['run', file, '--non-interactive'])
    expect(stderr).toContain('all 2 hold')
    expect(status).toBe(0)
  })

  test('a dry run shows them, an exploring one runs them', async () => {
    const file = place.write(
      'dry.md',
      page('DRY-001', `**Side by side**\n\n${block('true')}\n${block('false')}`),
    )
    const { stdout } = await place.run(['run', file, '--explore'])
    expect(stdout).toMatch(/ran now: exited with 0[\s\S]*ran now: exited with 1/)
    const graph = await place.run(['graph', file, '--format', 'json'])
    expect(JSON.parse(graph.stdout)).toMatchObject({
      states: { health: { states: { together: { meta: { kind: 'together', blocks: [0, 1] } } } } },
    })
  })
})
