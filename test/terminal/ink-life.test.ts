import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drain, frontmatter, oneStep } from '../cli/fixtures.ts'
import { needs } from '../helpers/programs.ts'
import { golden, seconds, small, Stage } from './stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

const colours = /\x1b\[[\d;]*m/g
/** Foregrounds and looks of the terminal's own sixteen colours, and back; anything else would not follow its palette. */
const sixteen = /^\x1b\[(0|1|2|4|22|24|39|49|3[0-7]|9[0-7])?(;(0|1|2|4|22|24|39|49|3[0-7]|9[0-7]))*m$/
/** No colour at all: bold and dim are left. */
const colourless = /^\x1b\[(0|1|2|4|22|24|39|49)?(;(0|1|2|4|22|24|39|49))*m$/

const slow = oneStep('SLOW-001', '```bash read\necho begun; sleep 60; echo never\n```')
const looking = `${frontmatter('LOOK-001', 'Look again')}
## How full is it?

\`\`\`bash ask
test -e slow && sleep 60; test -e mended && echo 1 || echo 5
\`\`\`

- **value > 3** → [Empty it](#empty-it)
- **otherwise** → **resolved**

## Empty it

\`\`\`bash verify
test -e mended
\`\`\`
`
const polled = oneStep(
  'POLL-001',
  `\`\`\`bash verify
test -e go && echo 3 || echo 1
\`\`\`

\`\`\`expect within=5m every=1s
value >= 3
\`\`\``,
)

describe.skipIf(!needs('tmux'))('the life of a screen', { timeout: 180_000 }, () => {
  it('asks at one Ctrl-C, and stops the command and suspends at two', async () => {
    stage.place.write('slow.md', slow)
    const screen = stage.open(['run', 'SLOW-001'])
    await screen.shows(/│ begun[^]*running for/, seconds)
    screen.type('', 'C-c')
    await screen.shows(/interrupted: what now\?[^]*c {2}stop the command/, seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('interrupted'))
    screen.type('', 'C-c')
    expect(await screen.ended(seconds)).toBe(130)
    expect(screen.screen()).toContain('suspended: the operator pressed Ctrl-C twice')
  })

  it('goes on after a Ctrl-C, and hears the next one', async () => {
    stage.place.write('slow.md', slow)
    const screen = stage.open(['run', 'SLOW-001'])
    await screen.shows(/│ begun[^]*running for/, seconds)
    screen.type('', 'C-c')
    await screen.shows(/interrupted: what now\?[^]*c {2}stop the command/, seconds)
    screen.type('g')
    await screen.shows('→ it goes on', seconds)
    await expect.poll(() => screen.seen(), { timeout: seconds * 1000 }).not.toContain('g  go on')
    screen.type('', 'C-c')
    await screen.shows(/interrupted: what now\?[^]*interrupted: what now\?[^]*c {2}stop the command/, seconds)
    screen.type('c')
    await screen.shows(/how to go on\?[^]*q {2}stop the run/, seconds)
  })

  it('suspends with a note, which whoever resumes sees with what was done and what is open', async () => {
    stage.place.write('queue.md', drain)
    const first = stage.shared('nobody')
    const who = first === undefined ? String.raw`\w+ goes on` : 'handed over by nobody to root'
    const screen = stage.open(['run', 'QUE-001'], small, {}, first)
    await screen.shows('take the proposed branch?', seconds)
    screen.type('y')
    await screen.shows(/go ahead\?\n/, seconds)
    screen.type('s')
    await screen.shows('note for whoever goes on (Enter: none): █', seconds)
    await stage.answers('look at the workers first')
    expect(await screen.ended(seconds)).toBe(4)
    const again = stage.open(['resume', '--note', 'after the call'], { columns: 80, rows: 40 })
    await again.shows(/note:\n {2}│ look at the workers first[^]*go ahead\?\n/, seconds)
    expect(again.seen()).toMatch(new RegExp(`${who}\n[^]*done so far:[^]*open: a gate`))
    const watching = new Stage()
    try {
      const same = { RUNBOOK_STATE: join(stage.place.folder, 'state') }
      const watch = watching.open(['watch', '--plain'], small, same)
      await watch.shows('waits for an answer: a gate is to be confirmed in `start-more-workers`', seconds)
    } finally {
      watching.close()
    }
    again.type('n')
    await again.shows(/how to go on\?[^]*q {2}stop the run/, seconds)
    again.type('!')
    await again.shows('`exit` comes back to the run', seconds)
    again.type('echo the folder is $DIR; exit 3', 'Enter')
    await again.shows(/the folder is \.[^]*q {2}stop the run/, seconds)
    again.type('q')
    await again.shows('why stop? █', seconds)
    await stage.answers('enough')
    expect(await again.ended(seconds)).toBe(6)
    const { stdout } = await stage.place.run(['report'])
    expect(stdout).toContain('(note: look at the workers first)')
    expect(stdout).toContain('(note: after the call)')
    expect(stdout).toContain('opened a shell with the environment of the run; it ended with 3')
  })

  it('waits for no look that was broken off: the failure stands as it stood', async () => {
    stage.place.write('looking.md', looking)
    const screen = stage.open(['run', 'LOOK-001', '--choose', 'how-full-is-it=value > 3'])
    await screen.shows(/how to go on\?[^]*d {2}run the diagnosis again: “How full is it\?”/, seconds)
    const slow = join(stage.place.folder, 'slow')
    writeFileSync(slow, '')
    screen.type('d')
    await screen.shows(/once more, beside the run[^]*running for/, seconds)
    screen.type('', 'C-c')
    await screen.shows(/interrupted: what now\?[^]*c {2}stop the command/, seconds)
    screen.type('', 'C-c')
    expect(await screen.ended(seconds)).toBe(130)
    rmSync(slow)
    const again = stage.open(['resume'])
    await again.shows(/how to go on\?[^]*q {2}stop the run/, seconds)
    writeFileSync(join(stage.place.folder, 'mended'), '')
    again.type('d')
    await again.shows(/now choose “otherwise”[^]*how to go on\?[^]*q {2}stop the run/, seconds)
    again.type('r')
    expect(await again.ended(seconds)).toBe(0)
    const { stdout } = await stage.place.run(['report'])
    expect(stdout.match(/question again: /g)).toHaveLength(1)
    expect(stdout).toContain('verification exited with 0')
    expect(stdout).not.toContain('it is not known')
  })

  it('is watched from another terminal, and draws itself anew when it is resized', async () => {
    stage.place.write('polled.md', polled)
    const screen = stage.open(['run', 'POLL-001'], { columns: 200, rows: 24 })
    await screen.shows(/│ ● Do it +│ try [2-9] · until/, seconds)
    screen.type('?')
    await screen.shows(/twice stops the command and suspends the run$/m, seconds)
    screen.resize({ columns: 60, rows: 24 })
    await screen.shows(/twice stops the command and\n +suspends the run$/m, seconds)
    screen.type('', 'Escape')
    await screen.shows(/^│ try [3-9] .*…$/m, seconds)
    const seen = screen.screen()
    expect(seen.match(/\? help/g)).toHaveLength(1)
    expect(seen.match(/verification bash/g)).toHaveLength(1)
    const watching = new Stage()
    try {
      const same = { RUNBOOK_STATE: join(stage.place.folder, 'state') }
      const drawn = watching.open(['watch'], small, same)
      await drawn.shows(/try \d+ · until[^]*Ctrl-C leaves/, seconds)
      expect(drawn.seen()).not.toContain('s suspend')
      drawn.type('', 'C-c')
      expect(await drawn.ended(seconds)).toBe(0)
      const watch = watching.open(['watch', '--plain'], small, same)
      await watch.shows(/POLL-001 {2}One step[^]*… not yet/, seconds)
      writeFileSync(join(stage.place.folder, 'go'), '')
      expect(await screen.ended(seconds)).toBe(0)
      expect(await watch.ended(seconds)).toBe(0)
      expect(watch.screen()).toMatch(/✓ holds {2}expected value >= 3 · actual 3[^]*resolved/)
    } finally {
      watching.close()
    }
  })

  it('keeps up with a flood of output, and keys with it', async () => {
    const flood =
      'i=0; while [ $i -lt 400 ]; do seq -f "line %.0f of a flood of output" 1 500; i=$((i+1)); sleep 0.01; done'
    stage.place.write('flood.md', oneStep('FLOOD-001', `\`\`\`bash read\n${flood}\n\`\`\``))
    const screen = stage.open(['run', 'FLOOD-001'])
    await screen.shows(/line \d+ of a flood[^]*running for/, seconds)
    screen.type('t')
    await screen.shows('── timeline', 5)
    screen.type('q')
    expect(await screen.ended(seconds)).toBe(0)
    expect(screen.screen()).toMatch(/… \d{6} earlier lines stand in its file/)
    expect(screen.screen().split('\n').length).toBeLessThan(300)
  })

  it('leaves the run open when its terminal is killed in the middle of a command', async () => {
    stage.place.write(
      'two.md',
      oneStep(
        'HUP-002',
        '```bash read\necho begun; while ! test -e go; do sleep 0.05; done; echo on >> effects\n```',
      ),
    )
    const screen = stage.open(['run', 'HUP-002'])
    await screen.shows(/│ begun[^]*running for/, seconds)
    screen.hangUp()
    writeFileSync(join(stage.place.folder, 'go'), '')
    const runs = async () => (await stage.place.run(['runs'])).stdout
    await expect.poll(() => existsSync(join(stage.place.folder, 'effects')), { timeout: 30_000 }).toBe(true)
    await expect.poll(runs, { timeout: 30_000, interval: 500 }).toMatch(/HUP-002\S+ +(suspended|resolved)/)
    expect(stage.text('effects')).toBe('on\n')
  })

  it.each([
    ['TERM=dumb', { TERM: 'dumb' }, true, colourless],
    ['CI', { CI: '1' }, true, sixteen],
    ['NO_COLOR', { NO_COLOR: '1' }, false, colourless],
    ['sixteen colours', { TERM: 'xterm-16color' }, false, sixteen],
  ])('suits itself to %s', async (_, environment, plain, allowed) => {
    stage.place.write('queue.md', drain)
    const screen = stage.open(
      ['run', 'QUE-001', '--choose', 'are-the-workers-alive=value < 3'],
      small,
      environment,
    )
    await screen.shows(plain ? 'go ahead? [y/n/?]' : /go ahead\?\n/, seconds)
    const used = [...new Set(screen.seen({ colours: true }).match(colours))]
    expect(used.filter((code) => !allowed.test(code))).toEqual([])
    screen.type('y', ...(plain ? ['Enter'] : []))
    expect(await screen.ended(seconds)).toBe(0)
  })
})
