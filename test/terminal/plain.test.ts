import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drain, oneStep } from '../cli/fixtures.ts'
import { Place } from '../helpers/cli.ts'

let place: Place

beforeAll(() => {
  place = new Place()
  place.write('queue.md', drain)
  place.write(
    'poll.md',
    oneStep(
      'ONE-001',
      `Wait until the \`file\` has **three** lines.

\`\`\`bash verify
echo line >> lines; wc -l < lines
\`\`\`

\`\`\`expect within=20s every=1s
value >= 3
\`\`\``,
    ),
  )
  place.write(
    'hostile.md',
    oneStep(
      'ONE-002',
      `\`\`\`bash read\nprintf '\\033]0;title\\007\\033[2J\\033[31mred\\033[0m\\rover\\n'; sleep 0.5; printf 'b\\303' >&2; exit 3\n\`\`\``,
    ),
  )
})
afterAll(() => place.close())

/** What was shown, without what differs from run to run: ids, times, folders, the length of rules. */
async function shown(...words: readonly string[]): Promise<string> {
  const { stderr } = await place.run(words)
  return stderr
    .replaceAll(place.folder, 'PLACE')
    .replace(/\b([A-Z]+-\d+)-\d{8}-\d{4}-\w{4}\b/g, '$1-RUN')
    .replace(/\b\d+(\.\d+)? (ms|s)\b/g, 'TIME')
    .replace(/─{3,}/g, '───')
    .replace(/\(\w+\)$/gm, '(WHO)')
}

function golden(name: string): string {
  return join(import.meta.dirname, '..', 'fixtures', 'plain', `${name}.txt`)
}

describe('the plain screen in a pipe', { timeout: 120_000 }, () => {
  it('shows a run from its header to its record', async () => {
    await expect(await shown('run', 'QUE-001', '--yes')).toMatchFileSnapshot(golden('resolved'))
  })

  it('reads well aloud: no boxes, rules and marks, and commands to the letter', async () => {
    rmSync(join(place.folder, 'workers'), { force: true })
    const heard = await shown('run', 'QUE-001', '--yes', '--screen-reader')
    await expect(heard).toMatchFileSnapshot(golden('aloud'))
    expect(heard).not.toMatch(/[\u2500-\u257f✓✗·]/)
    expect(heard).toContain('  : echo started >> "$DIR/workers"\n')
  })

  it('shows a poll in one line, and its last output with the verdict', async () => {
    await expect(await shown('run', 'ONE-001')).toMatchFileSnapshot(golden('polled'))
  })

  it('spells out what output must not do to a terminal, and frames a failure', async () => {
    await expect(await shown('run', 'ONE-002')).toMatchFileSnapshot(golden('failed'))
  })
})
