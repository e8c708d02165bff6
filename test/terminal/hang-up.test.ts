import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { readJournal, type SealedRecord } from '../../engine/run/reading.ts'
import { listRuns } from '../../engine/run/store.ts'
import { frontmatter } from '../cli/fixtures.ts'
import { Place, program } from '../helpers/cli.ts'
import { needs } from '../helpers/programs.ts'
import { Terminal } from '../helpers/tmux.ts'
import { trials } from '../helpers/trials.ts'

const seconds = 60

/** A first step that goes on until the file `go` is there, chatting to a terminal that is gone, and a gate. */
const twoSteps = `${frontmatter('HUP-001', 'Two steps')}
## First

\`\`\`bash read
echo started >> effects
while ! test -e go; do echo still $((40 + 2)); echo and here >&2; sleep 0.05; done
echo ended >> effects
\`\`\`

## Second

> [!WARNING]
> Restarts it.

**Action**

\`\`\`bash action
echo second >> effects
\`\`\`

**Verification**

\`\`\`bash verify
true
\`\`\`
`

let place: Place
let terminal: Terminal
beforeEach(() => {
  place = new Place()
  place.write('two.md', twoSteps)
})
afterEach(() => {
  terminal.close()
  place.close()
})

/**
 * The two ways in which a terminal goes: its program gets a HUP, or a shell above it gets one and keeps it to itself.
 * Then only errors tell (EIO), and that shell notes the exit status.
 */
const ways: Readonly<Record<string, readonly string[]>> = {
  'with a HUP': [],
  'without a HUP': ['sh', '-c', 'trap : HUP; "$@"; echo $? > status', 'sh'],
}

function open(before: readonly string[]): Terminal {
  terminal = new Terminal([...before, ...program, 'run', 'HUP-001'], place.folder, place.environment)
  return terminal
}

function text(name: string): string {
  const path = join(place.folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function records(): readonly SealedRecord[] {
  const [run] = listRuns(join(place.folder, 'state'))
  return readJournal(run?.folder ?? '').records
}

/** An engine that fell over what it could not print would record no rest, and would end with another status. */
async function expectRest(before: readonly string[]): Promise<void> {
  const rest = () => records().at(-1)
  await expect.poll(() => rest()?.type, { timeout: seconds * 1000 }).toBe('suspended')
  expect(records().map(({ type }) => type)).toEqual(['began', 'intended', 'attempted', 'suspended'])
  expect(records()[2]).toMatchObject({ type: 'attempted', outcome: { ended: 'exited', code: 0 } })
  expect(rest()).toMatchObject({ why: expect.stringMatching(/^(hung-up|unanswered)$/) })
  expect(text('effects')).toBe('started\nended\n')
  const status = before.length === 0 ? '' : '3\n'
  await expect.poll(() => text('status'), { timeout: seconds * 1000 }).toBe(status)
}

/** What the commands have left when the run was resumed to its end. */
async function goOn(): Promise<string> {
  await place.run(['resume', '--yes'])
  const effects = text('effects')
  for (const name of ['effects', 'status', 'go', 'state']) clear(join(place.folder, name))
  return effects
}

describe.skipIf(!needs('tmux')).each(Object.entries(ways))(
  'P12: the terminal is taken away %s',
  { timeout: 7_200_000 },
  (_, before) => {
    it('at a gate: it stays open, and nothing behind it starts', async () => {
      for (let trial = 0; trial < trials(2, 50); trial++) {
        writeFileSync(join(place.folder, 'go'), '')
        await open(before).shows('go ahead? [y/n/?]', seconds)
        terminal.hangUp()
        await expectRest(before)
        expect(await goOn()).toBe('started\nended\nsecond\n')
      }
    })

    it('in the middle of a command: it ends, its outcome is recorded, and the next one waits', async () => {
      for (let trial = 0; trial < trials(2, 50); trial++) {
        await open(before).shows('still 42', seconds)
        terminal.hangUp()
        await sleep(300)
        expect(text('effects')).toBe('started\n')
        writeFileSync(join(place.folder, 'go'), '')
        await expectRest(before)
        expect(await goOn()).toBe('started\nended\nsecond\n')
      }
    })
  },
)
