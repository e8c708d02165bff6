import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changing, oneStep } from '../cli/fixtures.ts'
import { needs } from '../helpers/programs.ts'
import { seconds, Stage } from './stage.ts'

/** Changes a file, which can be undone, and then looks for a file that a test makes or does not make. */
const failing = changing('test -e "$HOME/mended"')

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  stage.place.write('failing.md', failing)
  writeFileSync(join(stage.place.folder, 'settings.toml'), 'workers = 1\n')
})
afterEach(() => stage.close())

function said(...words: readonly string[]): string {
  return stage.piped(words, '').stdout
}

describe.skipIf(!needs('tmux'))('before anything runs', { timeout: 180_000 }, () => {
  it('pauses with --step: refused, the run waits; passed, it goes on', async () => {
    stage.place.write('steps.md', oneStep('STEP-001', '```bash read\necho looked >> looks\n```'))
    const pause = /run this block\? \[y\/n\/\?\]\s*$/
    const refused = stage.openLines('run', 'STEP-001', '--step')
    await refused.shows(pause, seconds)
    refused.type('n', 'Enter')
    expect(await refused.ended(seconds)).toBe(4)
    expect(stage.text('looks')).toBeUndefined()
    const passed = stage.openLines('resume', '--step')
    await passed.shows(pause, seconds)
    passed.type('y', 'Enter')
    expect(await passed.ended(seconds)).toBe(0)
    expect(stage.text('looks')).toBe('looked\n')
  })

  it('asks before a second run while one is open', async () => {
    stage.piped(['run', 'FAIL-001'], '')
    const question = /start another run beside it\? \[y\/n\]\s*$/
    const refused = stage.openLines('run', 'FAIL-001')
    await refused.shows(question, seconds)
    refused.type('n', 'Enter')
    expect(await refused.ended(seconds)).toBe(6)
    expect(said('runs').match(/FAIL-001-/g)).toHaveLength(1)
    writeFileSync(join(stage.place.folder, 'settings.toml'), 'workers = 1\n')
    writeFileSync(join(stage.place.folder, 'mended'), '')
    const another = stage.openLines('run', 'FAIL-001')
    await another.shows(question, seconds)
    another.type('y', 'Enter')
    expect(await another.ended(seconds)).toBe(0)
    expect(said('runs').match(/FAIL-001-/g)).toHaveLength(2)
  })
})
