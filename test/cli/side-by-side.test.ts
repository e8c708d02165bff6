import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'

const place = new Place()
afterAll(() => place.close())

const block = (script: string, more = '') => `\`\`\`bash read${more}\n${script}\n\`\`\`\n`
const page = (id: string, body: string) => `---\nid: ${id}\n---\n\n# Checks\n\n## Health\n\n${body}`

function journal(
  state: string,
): { type: string; block?: number; outcome?: { startedAt: string; endedAt: string } }[] {
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
    const { status, stderr } = await place.run(['run', file, '--non-interactive'], {
      environment: { RUNBOOK_STATE: state },
    })
    expect(status).toBe(124)
    expect(stderr).toContain('10 checks side by side (at most 1 min)')
    expect(stderr).toContain('2 of 10 failed')
    expect(stderr.match(/✓ sleep 0\.8/g)).toHaveLength(8)
    expect(stderr).toMatch(/✗ echo "no luck".*\n +expected exit 0, actual exit 3\n +│ no luck/)
    expect(stderr).toMatch(/✗ sleep 60 +ran out of time/)
    const records = journal(state)
    const times = records.flatMap(({ outcome }) =>
      outcome === undefined ? [] : [[Date.parse(outcome.startedAt), Date.parse(outcome.endedAt)] as const],
    )
    const span = Math.max(...times.map(([, end]) => end)) - Math.min(...times.map(([start]) => start))
    expect(times.reduce((sum, [start, end]) => sum + end - start, 0)).toBeGreaterThan(1.5 * span)
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

test('a check that is lost with its supervisor is started again; the others keep what they came to', async () => {
  const file = place.write(
    'lost.md',
    page(
      'LST-001',
      `**Side by side**\n\n${block('echo quick >> "$HOME/ran"')}\n${block('echo slow >> "$HOME/ran"; sleep 2')}`,
    ),
  )
  const environment = { RUNBOOK_STATE: join(place.folder, 'lost') }
  const first = place.run(['run', file, '--non-interactive'], {
    environment: { ...environment, RUNBOOK_CRASH_AT: '20' },
  })
  expect((await first).signal).toBe('SIGKILL')
  const [run = ''] = readdirSync(join(place.folder, 'lost', 'runs'))
  const folder = join(place.folder, 'lost', 'runs', run)
  killSupervisor(folder)
  const { status, stderr } = await place.run(['resume', '--non-interactive'], { environment })
  expect(stderr).toContain('all 2 hold')
  expect(status).toBe(0)
  const records = journal(join(place.folder, 'lost'))
  expect(records.filter(({ type }) => type === 'doubted')).toMatchObject([{ block: 1 }])
  expect(readFileSync(join(place.folder, 'ran'), 'utf8').trim().split('\n').toSorted()).toEqual([
    'quick',
    'slow',
    'slow',
  ])
})

/** Ends the process whose command line names the folder of a run, with all that it started. */
function killSupervisor(folder: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (words.includes('supervisor') && words.includes(folder)) process.kill(Number(pid), 'SIGKILL')
    } catch {}
  }
}
