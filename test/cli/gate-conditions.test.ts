import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'

const place = new Place()
afterAll(() => place.close())

const page = `---
id: ONL-001
inputs:
  AGE: { type: duration, default: 3h }
  DIR: { type: path, default: . }
---

# Empty it

## Before you begin

- [ ] Everybody knows

## Ask the owner

**Action** Call the owner.

## Empty

> [!CAUTION]
> Destroys \`scratch\`. **Only if** \`$AGE < 2h\`: a backup is younger.

\`\`\`bash action
echo emptied >> "$DIR/log"; false
\`\`\`

\`\`\`bash verify
true
\`\`\`

\`\`\`bash rollback
echo restored >> "$DIR/log"
\`\`\`

**If it fails** undo, then → [Say so](#say-so)

---

## Say so

\`\`\`bash read
cat "$DIR/log"
\`\`\`
`

const ahead = [
  '--non-interactive',
  '--confirm',
  'empty=scratch',
  '--tick',
  'before-you-begin',
  '--done',
  'ask-the-owner',
]

describe('a gate with a condition', () => {
  test('is refused with both sides when it does not hold, and no flag passes it', async () => {
    const folder = join(place.folder, 'refused')
    const file = place.write('only.md', page)
    const { status, stderr } = await place.run(['run', file, ...ahead, '--yes', '--input', `DIR=${folder}`])
    expect(stderr).toContain('nobody may pass this gate: only if $AGE < 2h: actual $AGE is 3h')
    expect(existsSync(join(folder, 'log'))).toBe(false)
    expect(status).toBe(1)
  })

  test('is passed when it holds; what failed behind it is undone before the run leads on', async () => {
    const file = place.write('only.md', page)
    const state = { RUNBOOK_STATE: join(place.folder, 'passed') }
    const { status, stderr } = await place.run(
      ['run', file, ...ahead, '--input', 'AGE=90m', '--input', `DIR=${place.folder}`],
      { environment: state },
    )
    expect(readFileSync(join(place.folder, 'log'), 'utf8')).toBe('emptied\nrestored\n')
    expect(status).toBe(0)
    expect(stderr).toContain('→ ticked “Everybody knows” (note: given ahead of time) (--tick)')
    expect(stderr).toContain('→ manual step done (note: given ahead of time) (--done)')
    const report = await place.run(['report', '--format', 'json'], { environment: state })
    expect(JSON.parse(report.stdout)).toMatchObject({
      options: [
        '--non-interactive',
        '--confirm empty=scratch',
        '--done ask-the-owner',
        '--tick before-you-begin',
      ],
    })
    expect(report.stdout).toContain('"expected": "$AGE < 2h"')
  })

  test('an answer ahead of time for another kind of section is wrong usage', async () => {
    const file = place.write('only.md', page)
    const { status, stderr } = await place.run(['run', file, '--done', 'empty'])
    expect([status, stderr]).toEqual([2, 'error: section `empty` is no manual step\n'])
  })
})
