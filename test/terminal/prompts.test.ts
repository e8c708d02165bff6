import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drain, frontmatter, oneStep } from '../cli/fixtures.ts'
import { Place, program } from '../helpers/cli.ts'
import { Terminal } from '../helpers/tmux.ts'

let place: Place
let terminal: Terminal

beforeEach(() => {
  place = new Place()
})
afterEach(() => {
  terminal.close()
  place.close()
})

/** Runs the program at a real terminal. */
function open(...words: readonly string[]): Terminal {
  terminal = new Terminal([...program, ...words], place.folder, place.environment)
  return terminal
}

function text(name: string): string | undefined {
  const path = join(place.folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

const gate = 'go ahead? [y/n/?]'
const seconds = 60

describe('an operator at a terminal', { timeout: 120_000 }, () => {
  it('overrules a decision with a reason, and types the name of what is destroyed', async () => {
    place.write('queue.md', drain)
    const screen = open('run', 'QUE-001')
    await screen.shows('take the proposed branch?', seconds)
    screen.type('3', 'Enter')
    await screen.shows('why not the proposed branch?', seconds)
    screen.type('the count is wrong', 'Enter')
    await screen.shows('the text above, or n to refuse:', seconds)
    screen.type('y', 'Enter')
    await screen.shows(/that is not the framed text: nothing was started[^]*to refuse:\s*$/, seconds)
    screen.type('', 'Enter')
    await screen.shows(/Enter alone is no answer[^]*to refuse:\s*$/, seconds)
    expect(text('queue')).toBeUndefined()
    screen.type('orders-queue', 'Enter')
    expect(await screen.ended(seconds)).toBe(0)
    expect(screen.screen()).toContain('instead of “value < 3”, because: the count is wrong')
    expect(text('queue')).toBe('stopped\n')
  })

  it('is not taken to have answered by keys typed before the question, nor by a paste', async () => {
    place.write(
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
    const screen = open('run', 'ONE-001')
    await screen.shows('│ looking', seconds)
    screen.type('y', 'Enter', 'y', 'Enter')
    await screen.shows(gate, seconds)
    await sleep(300)
    expect(text('done')).toBeUndefined()
    screen.paste('y\n'.repeat(500_000))
    await screen.shows(/it is no answer|suspended/, seconds)
    expect(text('done')).toBeUndefined()
    if (screen.screen().includes('suspended')) return
    // What is typed while the paste still comes in counts as a part of it.
    const refuse = () => {
      screen.type('n', 'Enter')
      return screen.screen()
    }
    await expect
      .poll(refuse, { timeout: 60_000, interval: 2_000 })
      .toContain('the gate was refused: how to go on?')
    expect(text('done')).toBeUndefined()
  })

  it('suspends at a gate by Ctrl-C, and is asked again when the run is resumed', async () => {
    place.write('queue.md', drain)
    open('run', 'QUE-001', '--choose', 'are-the-workers-alive=value < 3')
    await terminal.shows(gate, seconds)
    terminal.type('', 'C-c')
    await terminal.shows(/s {2}suspend the run[^]*one key:\s*$/, seconds)
    terminal.type('s')
    await terminal.shows(/note for whoever goes on \(Enter: none\):\s*$/, seconds)
    terminal.type('', 'Enter')
    expect(await terminal.ended(seconds)).toBe(4)
    terminal.close()
    open('resume')
    const again = await terminal.shows(gate, seconds)
    expect(again).toContain('goes on with run QUE-001')
    terminal.type('y', 'Enter')
    expect(await terminal.ended(seconds)).toBe(0)
    expect(text('workers')).toBe('started\n')
  })

  it('loses the terminal at a gate: nothing starts, and the run is open', async () => {
    place.write('queue.md', drain)
    open('run', 'QUE-001', '--choose', 'are-the-workers-alive=value < 3')
    await terminal.shows(gate, seconds)
    terminal.hangUp()
    await expect
      .poll(async () => (await place.run(['runs'])).stdout, { timeout: 30_000, interval: 500 })
      .toMatch(/QUE-001\S+ +suspended +start-more-workers/)
    expect(text('workers')).toBeUndefined()
    rmSync(join(place.folder, 'cache'), { recursive: true, force: true })
  })

  it('gives a secret without showing it, ticks a checklist and does a manual step', async () => {
    place.write(
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
    const screen = open('run', 'ONE-004')
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
