import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drain, oneStep } from '../cli/fixtures.ts'
import { needs } from '../helpers/programs.ts'
import { golden, seconds, Stage } from './stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  stage.place.write('queue.md', drain)
  stage.place.write('disk.md', oneStep('DISK-001', 'Disk is full.\n\n```bash read\ndf\n```'))
})
afterEach(() => stage.close())

describe.skipIf(!needs('tmux'))('lists and trees on a terminal', { timeout: 120_000 }, () => {
  it('finds a runbook by what is typed, shows it, and runs it dry', async () => {
    const screen = stage.open([])
    screen.type('dr')
    await screen.shows('what do you see?', seconds)
    screen.type('ain')
    await screen.shows(/drain█[^]*QUE-001/, seconds)
    await expect(stage.masked(screen.seen())).toMatchFileSnapshot(golden('finder'))
    screen.type('', 'Enter')
    await screen.shows('Are the workers alive?', seconds)
    screen.type('d')
    expect(await screen.ended(seconds)).toBe(0)
    expect(screen.screen()).toContain('nothing here proves that a run would succeed')
  })

  it('goes through the runs, opens one, and goes on with it', async () => {
    await stage.place.run(['run', 'QUE-001'])
    await stage.place.run(['run', 'DISK-001'])
    const screen = stage.open(['runs'])
    await screen.shows(/runs:[^]*DISK-001[^]*QUE-001/, seconds)
    expect(stage.masked(screen.seen())).toMatch(
      /RUN +STATE +STANDS AT[^]*\n> DISK-001-RUN +resolved[^]*\n {2}QUE-001-RUN +suspended +start-more-workers/,
    )
    screen.type('', 'Down')
    await screen.shows(/^> QUE-001/m, seconds)
    screen.type('', 'Enter')
    await screen.shows(/suspended at start-more-workers[^]*kept in/, seconds)
    screen.type('r')
    await screen.shows(/goes on with run QUE-001[^]*go ahead\?\n/, seconds)
    screen.type('y')
    expect(await screen.ended(seconds)).toBe(0)
  })

  it('shows a runbook with its graph as a tree', async () => {
    const screen = stage.open(['show', 'QUE-001'], { columns: 80, rows: 80 })
    expect(await screen.ended(seconds)).toBe(0)
    const shown = stage.masked(screen.screen()).replace(/\n+Pane is dead[^]*/, '\n')
    await expect(shown).toMatchFileSnapshot(golden('show'))
  })
})
