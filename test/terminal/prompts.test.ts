import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { drain, frontmatter, oneStep } from '../cli/fixtures.ts'
import { seconds, Stage } from './stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

const gate = 'go ahead? [y/n/?]'

describe('an operator at a terminal', { timeout: 120_000 }, () => {
  it('overrules a decision with a reason, and types the name of what is destroyed', async () => {
    stage.place.write('queue.md', drain)
    const screen = stage.openLines('run', 'QUE-001')
    await screen.shows('take the proposed branch?', seconds)
    screen.type('3', 'Enter')
    await screen.shows('why not the proposed branch?', seconds)
    screen.type('the count is wrong', 'Enter')
    await screen.shows('the text above, or n to refuse:', seconds)
    screen.type('y', 'Enter')
    await screen.shows(/that is not the framed text: nothing was started[^]*to refuse:\s*$/, seconds)
    screen.type('', 'Enter')
    await screen.shows(/Enter alone is no answer[^]*to refuse:\s*$/, seconds)
    expect(stage.text('queue')).toBeUndefined()
    screen.type('orders-queue', 'Enter')
    expect(await screen.ended(seconds)).toBe(0)
    expect(screen.screen()).toContain('instead of “value < 3”, because: the count is wrong')
    expect(stage.text('queue')).toBe('stopped\n')
  })

  it('is not taken to have answered by keys typed before the question, nor by a paste', async () => {
    stage.place.write(
      'slow.md',
      oneStep(
        'ONE-001',
        `\`\`\`bash read
echo looking; sleep 2
\`\`\`

> [!WARNING]
> Writes a file.

**Action**

\`\`\`bash action
echo done > done
\`\`\`

**Verification**

\`\`\`bash verify
true
\`\`\``,
      ),
    )
    const screen = stage.openLines('run', 'ONE-001')
    await screen.shows('│ looking', seconds)
    screen.type('y', 'Enter', 'y', 'Enter')
    await screen.shows(gate, seconds)
    await sleep(300)
    expect(stage.text('done')).toBeUndefined()
    screen.paste('y\n'.repeat(500_000))
    await screen.shows(/it is no answer|suspended/, seconds)
    expect(stage.text('done')).toBeUndefined()
    if (screen.screen().includes('suspended')) return
    // What is typed while the paste still comes in counts as a part of it.
    const refuse = () => {
      screen.type('n', 'Enter')
      return screen.screen()
    }
    await expect
      .poll(refuse, { timeout: 60_000, interval: 2_000 })
      .toContain('the gate was refused: how to go on?')
    expect(stage.text('done')).toBeUndefined()
  })

  it('suspends at a gate by Ctrl-C, and is asked again when the run is resumed', async () => {
    stage.place.write('queue.md', drain)
    const first = stage.openLines('run', 'QUE-001', '--choose', 'are-the-workers-alive=value < 3')
    await first.shows(gate, seconds)
    first.type('', 'C-c')
    await first.shows(/s {2}suspend the run[^]*one key:\s*$/, seconds)
    first.type('s')
    await first.shows(/note for whoever goes on \(Enter: none\):\s*$/, seconds)
    first.type('', 'Enter')
    expect(await first.ended(seconds)).toBe(4)
    const again = stage.openLines('resume')
    expect(await again.shows(gate, seconds)).toContain('goes on with run QUE-001')
    again.type('y', 'Enter')
    expect(await again.ended(seconds)).toBe(0)
    expect(stage.text('workers')).toBe('started\n')
  })

  it('loses the terminal at a gate: nothing starts, and the run is open', async () => {
    stage.place.write('queue.md', drain)
    const terminal = stage.openLines('run', 'QUE-001', '--choose', 'are-the-workers-alive=value < 3')
    await terminal.shows(gate, seconds)
    terminal.hangUp()
    await expect
      .poll(async () => (await stage.place.run(['runs'])).stdout, { timeout: 30_000, interval: 500 })
      .toMatch(/QUE-001\S+ +suspended +start-more-workers/)
    expect(stage.text('workers')).toBeUndefined()
    clear(join(stage.place.folder, 'cache'))
  })

  it('gives a secret without showing it, ticks a checklist and does a manual step', async () => {
    stage.place.write(
      'people.md',
      `${frontmatter('ONE-004', 'People', 'inputs:\n  TOKEN: { type: secret, description: Token of the API. }\n')}
## Before

- [ ] Tell the team

## By hand

**Action** Turn the key.

## Look

\`\`\`bash read
echo "token $TOKEN"
\`\`\`
`,
    )
    const screen = stage.openLines('run', 'ONE-004')
    await screen.shows('TOKEN (not shown):', seconds)
    screen.type('swordfish-99', 'Enter')
    await screen.shows('done? [y/n, then a note if you like]', seconds)
    screen.type('y told in the channel', 'Enter')
    await screen.shows('how did it go?', seconds)
    screen.type('d', 'Enter')
    expect(await screen.ended(seconds)).toBe(0)
    expect(screen.screen()).not.toContain('swordfish')
    expect(screen.screen()).toContain('(note: told in the channel)')
  })
})
