import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changing, drain, frontmatter, oneStep } from '../cli/fixtures.ts'
import { needs } from '../helpers/programs.ts'
import { golden, seconds, Stage } from './stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

const escalating = 'inputs:\n  SIZE: { type: integer, default: "3" }\nescalate: { to: Orders lead }\n'

/** Changes a file, which can be undone, and then looks for a moment for a file that a test makes or does not make. */
const failing = changing('test -e "$HOME/mended"\n```\n\n```expect within=1s every=1s\nexit 0', escalating)

/** A person's steps, and a call of another runbook. */
const people = `${frontmatter('ONE-004', 'People', 'inputs:\n  TOKEN: { type: secret, description: Token of the API. }\n')}
## Before

- [ ] Tell the team
- [ ] Open the bridge

## By hand

**Action** Turn the key.

## The other one

**Run** → [the other](other.md)
`

const other = oneStep(
  'OTHER-001',
  '```bash read\necho from the other $SIDE\n```',
  'inputs:\n  SIDE: { type: choice, choices: [left, right] }\n',
)

describe.skipIf(!needs('tmux'))('the screen of a run', { timeout: 180_000 }, () => {
  it('goes from the proposal through a gate to resolved, one key each', async () => {
    stage.place.write('queue.md', drain)
    const screen = stage.open(['run', 'QUE-001'])
    await screen.shows('take the proposed branch?', seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('decision'))
    screen.type('', 'Enter')
    await screen.shows('Enter alone is no answer', seconds)
    screen.type('y')
    await screen.shows(/WARNING in Start more workers[^]*go ahead\?\n/, seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('gate-warning'))
    expect(stage.text('workers')).toBeUndefined()
    screen.type('c')
    await screen.shows('the command is copied', seconds)
    expect(screen.clipboard()).toBe('echo started >> "$DIR/workers"')
    screen.type('y')
    expect(await screen.ended(seconds)).toBe(0)
    expect(stage.text('workers')).toBe('started\n')
    const [run = ''] = readdirSync(join(stage.place.folder, 'state', 'runs'))
    const watched = stage.piped(['watch', run], '').stderr
    expect(watched).toMatch(/── 1 of \d · Are the workers alive\? ─+ \d+ ms of 15 min ──/)
    expect(watched).toMatch(
      /WARNING\n[^]*Starts a worker[^]*→ confirmed the gate[^]*\naction bash[^\n]*\n {2}│ echo started >> "\$DIR\/workers"\n/,
    )
    await expect(stage.masked(screen.screen().replace(/\nPane is dead[^]*/, ''))).toMatchFileSnapshot(
      golden('resolved'),
    )
  })

  it('shows in the path where the run stands, however long the titles are', async () => {
    const long = [
      'Look at how many workers of the queue report',
      'Ask whether the broker answers them at all',
    ]
    const sections = [...long, 'Read what the broker says', 'Look again'].map(
      (title) => `## ${title}\n\n\`\`\`bash read\necho yes\n\`\`\`\n`,
    )
    const gate = '## Start more workers\n\n> [!WARNING]\n> Takes memory.\n\n```bash action\necho on\n```\n'
    stage.place.write('long.md', `${frontmatter('LONG-001', 'Long')}\n${sections.join('\n')}\n${gate}`)
    const screen = stage.open(['run', 'LONG-001'], { columns: 60, rows: 24 })
    await screen.shows(/go ahead\?\n/, seconds)
    expect(screen.seen()).toMatch(/│ .*● Start more workers\n│ LONG-001/)
  })

  it('overrules with a reason, and wants the name of what is destroyed', async () => {
    stage.place.write('queue.md', drain)
    const screen = stage.open(['run', 'QUE-001'])
    await screen.shows('take the proposed branch?', seconds)
    screen.type('3')
    await screen.shows('why not the proposed branch?', seconds)
    await stage.answers('the count is wrong')
    await screen.shows(/CAUTION in Stop the queue[^]*n to refuse: █/, seconds)
    await stage.answers('y')
    await screen.shows('that is not the framed text: nothing was started', seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('gate-caution'))
    await stage.answers('n')
    await screen.shows(
      /the gate was refused: how to go on\?[^]*k {2}skip what was refused[^]*q {2}stop the run/,
      seconds,
    )
    screen.type('r')
    await screen.shows(/how to go on[^]*CAUTION in Stop the queue[^]*n to refuse: █/, seconds)
    expect(stage.text('queue')).toBeUndefined()
    await stage.answers('orders-queue')
    expect(await screen.ended(seconds)).toBe(0)
    expect(stage.text('queue')).toBe('stopped\n')
    expect(screen.screen()).toMatch(/instead of “value < 3”, because: the\s+count is wrong/)
  })

  it('offers every choice after a failure as one key, and shows the difference of an edit', async () => {
    stage.place.write('failing.md', failing)
    writeFileSync(join(stage.place.folder, 'settings.toml'), 'workers = 1\n')
    const menu = /how to go on\?[^]*q {2}stop the run/
    const screen = stage.open(['run', 'FAIL-001'], { columns: 100, rows: 40 })
    await screen.shows(menu, seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('failure'))
    screen.type('b')
    await screen.shows(/rolled back[^]*how to go on\?[^]*q {2}stop the run/, seconds)
    expect(stage.text('settings.toml')).toBe('workers = 1\n')
    screen.type('e')
    await screen.shows('NAME=VALUE: █', seconds)
    await stage.answers('SIZE=x')
    await screen.shows('that value is not a whole number', seconds)
    await stage.answers('SIZE=4')
    await screen.shows(/with SIZE = 4[^]*how to go on\?[^]*q {2}stop the run/, seconds)
    screen.type('k')
    await screen.shows('why skip? █', seconds)
    await stage.answers('it is known')
    expect(await screen.ended(seconds)).toBe(0)
    expect(screen.screen()).toContain('1 failure was skipped')
  })

  it('ticks, waits for hands, calls another runbook, and never shows a secret', async () => {
    stage.place.write('people.md', people)
    stage.place.write('other.md', other)
    const screen = stage.open(['run', 'ONE-004'])
    await screen.shows('TOKEN (not shown): █', seconds)
    screen.type('swordfish-99')
    await sleep(200)
    screen.type('', 'Enter')
    await screen.shows(/\[ \] Tell the team[^]*y {2}done/, seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('checklist'))
    screen.type('w')
    await screen.shows('a note if you like] █', seconds)
    await stage.answers('y told in the channel')
    await screen.shows(/\[ \] Open the bridge[^]*y {2}done/, seconds)
    screen.type('y')
    await screen.shows(/do this by hand[^]*d {2}done/, seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('by-hand'))
    screen.type('d')
    await screen.shows(/`SIDE` has\s+no value[^]*e {2}give an input that is missing[^]*q {2}stop/, seconds)
    screen.type('e')
    await screen.shows(/│ SIDE=\n[^]*NAME=VALUE: █/, seconds)
    await stage.answers('SIDE=up')
    await screen.shows('that value is not one of left, right', seconds)
    await stage.answers('SIDE=left')
    expect(await screen.ended(seconds)).toBe(0)
    expect(screen.screen()).toMatch(/note: told in the channel[^]*│ from the other left/)
    expect(screen.screen()).not.toContain('swordfish')
  })

  it('opens help, the timeline and the runbook over the question, and finds words in it', async () => {
    stage.place.write('queue.md', drain)
    const screen = stage.open(['run', 'QUE-001'])
    await screen.shows('take the proposed branch?', seconds)
    screen.type('?')
    await screen.shows('── help', seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('help'))
    screen.type('', 'Escape')
    await screen.shows(
      /─\n│ decide: Are the workers alive\?\n[^]*│ > 2 .*\n[^]*take the proposed branch\?/,
      seconds,
    )
    screen.type('t')
    await screen.shows(/── timeline[^]*question exited with 0/, seconds)
    screen.type('q/')
    await screen.shows('── the runbook', seconds)
    screen.type('takes memory')
    await screen.shows(/▸ .*Starts a worker, which takes memory/, seconds)
    screen.type('', 'Enter')
    screen.type('q')
    await screen.shows('take the proposed branch?', seconds)
  })
})
