import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changing, oneStep } from '../cli/fixtures.ts'
import { Place, program } from '../helpers/cli.ts'
import { needs } from '../helpers/programs.ts'
import { Terminal } from '../helpers/tmux.ts'

const seconds = 60

/** Changes a file, which can be undone, and then looks for a file that a test makes or does not make. */
const failing = changing('test -e "$HOME/mended"')

let place: Place
let terminal: Terminal

beforeEach(() => {
  place = new Place()
  place.write('failing.md', failing)
  writeFileSync(join(place.folder, 'settings.toml'), 'workers = 1\n')
})
afterEach(() => {
  terminal.close()
  place.close()
})

function open(...words: readonly string[]): Terminal {
  terminal = new Terminal([...program, ...words], place.folder, place.environment)
  return terminal
}

function text(name: string): string | undefined {
  const path = join(place.folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

async function said(...words: readonly string[]): Promise<string> {
  return (await place.run(words)).stdout
}

describe.skipIf(!needs('tmux'))('before anything runs', { timeout: 180_000 }, () => {
  it('pauses with --step: refused, the run waits; passed, it goes on', async () => {
    place.write('steps.md', oneStep('STEP-001', '```bash read\necho looked >> looks\n```'))
    const pause = /run this block\? \[y\/n\/\?\]\s*$/
    const refused = open('run', 'STEP-001', '--step')
    await refused.shows(pause, seconds)
    refused.type('n', 'Enter')
    expect(await refused.ended(seconds)).toBe(4)
    expect(text('looks')).toBeUndefined()
    terminal.close()
    const passed = open('resume', '--step')
    await passed.shows(pause, seconds)
    passed.type('y', 'Enter')
    expect(await passed.ended(seconds)).toBe(0)
    expect(text('looks')).toBe('looked\n')
  })

  it('asks before a second run while one is open', async () => {
    await place.run(['run', 'FAIL-001'])
    const question = /start another run beside it\? \[y\/n\]\s*$/
    const refused = open('run', 'FAIL-001')
    await refused.shows(question, seconds)
    refused.type('n', 'Enter')
    expect(await refused.ended(seconds)).toBe(6)
    expect((await said('runs')).match(/FAIL-001-/g)).toHaveLength(1)
    terminal.close()
    writeFileSync(join(place.folder, 'settings.toml'), 'workers = 1\n')
    writeFileSync(join(place.folder, 'mended'), '')
    const another = open('run', 'FAIL-001')
    await another.shows(question, seconds)
    another.type('y', 'Enter')
    expect(await another.ended(seconds)).toBe(0)
    expect((await said('runs')).match(/FAIL-001-/g)).toHaveLength(2)
  })
})
