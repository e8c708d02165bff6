import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drain } from '../cli/fixtures.ts'
import { needs } from '../helpers/programs.ts'
import { picture } from './picture.ts'
import { seconds, small, Stage } from './stage.ts'

/** A few runbooks of the library: the picture of all of them would change with each. */
const shown = [
  'issue-02-slow-queries.md',
  'issue-03-wal-lag.md',
  'issue-05-data-corruption.md',
  'issue-08-consolidation.md',
  'tree-2-performance.md',
  'status.md',
]
const root = join(import.meta.dirname, '..', '..')
let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

/** What the terminal shows now, as a picture. */
function pictured(title: string): Promise<string> {
  return picture(stage.terminal?.seen({ colours: true }) ?? '', small, title, stage.place.folder)
}

/** Where a picture is kept; `vitest -u` draws it anew. */
function kept(name: string): string {
  return join(root, 'docs', 'images', `terminal-${name}.svg`)
}

describe.skipIf(!needs('tmux'))('the pictures of the guide for operators', { timeout: 120_000 }, () => {
  it('shows the finder', async () => {
    for (const name of shown)
      cpSync(join(root, 'runbooks', 'engram', name), join(stage.place.folder, 'engram', name))
    const screen = stage.open(['--library', 'engram'])
    await screen.shows('what do you see?', seconds)
    screen.type('wal lag')
    await screen.shows(/wal lag[^]*ENG-ISSUE-3/, seconds)
    await expect(await pictured('The finder: typing "wal lag" brings ENG-ISSUE-3 first')).toMatchFileSnapshot(
      kept('finder'),
    )
  })

  it('shows a run: decision, warning, failure, caution', async () => {
    stage.place.write('queue.md', drain.replace('wc -l < "$DIR/workers"', 'cat "$DIR/reporting"'))
    const screen = stage.open(['run', 'QUE-001'])
    await screen.shows('take the proposed branch?', seconds)
    await expect(
      await pictured('A decision: what was measured, which condition holds, where each branch leads'),
    ).toMatchFileSnapshot(kept('decision'))
    screen.type('y')
    await screen.shows(/WARNING in Start more workers[^]*go ahead\?\n/, seconds)
    await expect(
      await pictured('A warning: the exact command, what undoes it, what checks it'),
    ).toMatchFileSnapshot(kept('warning'))
    screen.type('y')
    await screen.shows(/how to go on\?[^]*open a shell/, seconds)
    await expect(
      await pictured('A failure: expected beside actual, and every way on as one key'),
    ).toMatchFileSnapshot(kept('failure'))
    writeFileSync(join(stage.place.folder, 'reporting'), '1\n')
    screen.type('r')
    await screen.shows(/\nresolved\n/, seconds)
    expect(await screen.ended(seconds)).toBe(0)
  })
})
