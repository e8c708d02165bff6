import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Block } from '../../engine/model.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Command } from '../../engine/run/commands.ts'
import {
  forgetEnd,
  makeBlock,
  makeRunbook,
  makeSection,
  openBench,
  place,
  type Bench,
} from '../helpers/commands.ts'

let bench: Bench
let file: string
beforeEach(() => {
  bench = openBench({ 'TOKEN!': 'a-token-in-a-file' })
  file = join(bench.folder, 'config.toml')
  writeFileSync(file, '# mine\n[queue]\nworkers = 3\ntoken = "a-token-in-a-file"\n')
  chmodSync(file, 0o640)
})
afterEach(() => bench.close())

const edit = (script = '[queue]\nworkers = 8', path = file): Block =>
  makeBlock(script, { language: 'toml', role: 'edit', options: { file: path } })
const write = (path: string, script = 'new text'): Block =>
  makeBlock(script, { language: 'text', role: 'write', options: { file: path } })

async function undo(block: Block): Promise<Command> {
  const section = makeSection([block])
  const command = await bench.commands.prepareUndo(
    makeRunbook([section]),
    section,
    block,
    place,
    bench.bindings,
  )
  if ('reason' in command) throw new Error(command.reason)
  return command
}

async function run(command: Command, attempt: number): Promise<Outcome> {
  return (await bench.commands.start(command, { place, attempt })).outcome
}

test('the difference is shown without secrets, made, reported, and undone to the byte with mode and owner', async () => {
  const before = readFileSync(file)
  const owner = statSync(file)
  const command = await bench.prepare(edit())
  expect(command.change?.diff).toContain('-workers = 3\n+workers = 8\n token = "[secret TOKEN]"')
  const outcome = await run(command, 1)
  expect(outcome).toMatchObject({ ended: 'exited', code: 0, stdout: { head: command.change?.diff } })
  expect(readFileSync(file, 'utf8')).toBe('# mine\n[queue]\nworkers = 8\ntoken = "a-token-in-a-file"\n')
  expect(statSync(file).mode & 0o777).toBe(0o640)

  chmodSync(file, 0o600)
  const back = await undo(edit())
  expect(back.change?.diff).toContain('-workers = 8\n+workers = 3')
  expect((await run(back, 2)).code).toBe(0)
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(statSync(file)).toMatchObject({ mode: owner.mode, uid: owner.uid, gid: owner.gid })
})

test('a new file is written, and taken away again', async () => {
  const fresh = join(bench.folder, 'new.conf')
  expect((await run(await bench.prepare(write(fresh)), 1)).code).toBe(0)
  expect(readFileSync(fresh, 'utf8')).toBe('new text\n')
  expect((await run(await undo(write(fresh)), 2)).code).toBe(0)
  expect(readdirSync(bench.folder)).not.toContain('new.conf')
})

test('several attempts are undone to what stood before the first of them', async () => {
  await run(await bench.prepare(edit()), 1)
  await run(await bench.prepare(edit('[queue]\nworkers = 9')), 2)
  await run(await undo(edit()), 3)
  expect(readFileSync(file, 'utf8')).toContain('workers = 3')
  writeFileSync(file, '[queue]\nworkers = 5\n')
  await run(await bench.prepare(edit()), 4)
  await run(await undo(edit()), 5)
  expect(readFileSync(file, 'utf8')).toBe('[queue]\nworkers = 5\n')
})

test('a file that changed after it was shown is not touched', async () => {
  const command = await bench.prepare(edit())
  writeFileSync(file, '[queue]\nworkers = 4\n')
  const outcome = await run(command, 1)
  expect(outcome.code).toBe(1)
  expect(outcome.stderr.head).toMatch(/is not what was shown any more; nothing was changed/)
  expect(readFileSync(file, 'utf8')).toBe('[queue]\nworkers = 4\n')
  expect((await bench.prepare(edit())).digest).not.toBe(command.digest)
})

test('what somebody else changed meanwhile is not undone', async () => {
  await run(await bench.prepare(edit()), 1)
  writeFileSync(file, 'somebody = "else"\n')
  await expect(undo(edit())).rejects.toThrow(/changed by somebody else/)
})

test('what this block has not changed is not undone', async () => {
  await expect(undo(edit())).rejects.toThrow(/nothing was changed by this block/)
})

test('the file that was changed is put back, wherever the block would lead by now', async () => {
  await run(await bench.prepare(edit()), 1)
  const other = join(bench.folder, 'other.toml')
  writeFileSync(other, '')
  const back = await undo(edit(undefined, other))
  expect(back.change).toMatchObject({ file })
  await run(back, 2)
  expect(readFileSync(file, 'utf8')).toContain('workers = 3')

  await run(await bench.prepare(edit()), 3)
  await run(await bench.prepare(edit(undefined, other)), 4)
  await expect(undo(edit())).rejects.toThrow(/changed .*config\.toml.* and then .*other\.toml/)
})

test('an undoing that did not come about can be tried again', async () => {
  await run(await bench.prepare(edit()), 1)
  const back = await undo(edit())
  writeFileSync(file, 'somebody = "else"\n')
  expect((await run(back, 2)).code).toBe(1)
  writeFileSync(file, '# mine\n[queue]\nworkers = 8\ntoken = "a-token-in-a-file"\n')
  expect((await run(await undo(edit()), 3)).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain('workers = 3')
})

describe('only regular files (P31)', () => {
  test.each([
    ['a link', (path: string) => symlinkSync(file, path), /symbolic link/],
    ['a folder', (path: string) => mkdirSync(path), /not a regular file/],
  ])('%s', async (_, make, message) => {
    const path = join(bench.folder, 'odd')
    make(path)
    await expect(bench.prepare(write(path))).rejects.toThrow(message)
  })
  test('a device, a pipe, a file that is too large', async () => {
    await expect(bench.prepare(write('/dev/null'))).rejects.toThrow(/not a regular file/)
    await bench.run(`mkfifo pipe; truncate -s 5M large`)
    await expect(bench.prepare(write(join(bench.folder, 'pipe')))).rejects.toThrow(/not a regular file/)
    await expect(bench.prepare(write(join(bench.folder, 'large')))).rejects.toThrow(/larger than 4 MiB/)
  })
  test('a link that takes the place of the file after it was shown', async () => {
    const target = join(bench.folder, 'target')
    writeFileSync(target, readFileSync(file))
    const command = await bench.prepare(edit())
    rmSync(file)
    symlinkSync(target, file)
    expect((await run(command, 1)).stderr.head).toMatch(/symbolic link/)
    expect(readFileSync(target, 'utf8')).toContain('workers = 3')
  })
})

test('a name with an input in it, a missing one, a fence that does not fit', async () => {
  await expect(bench.prepare(edit('a = 1', '$NOWHERE/x'))).rejects.toThrow(/`\$NOWHERE`, which has no value/)
  await expect(bench.prepare(edit('[[a]]\nb = 1'))).rejects.toThrow(/cannot be edited/)
  await expect(bench.prepare(makeBlock('x', { role: 'write', language: 'text' }))).rejects.toThrow(
    /names no file/,
  )
})

describe('in doubt, the file itself says what became of it', () => {
  async function doubt(after: string): Promise<string> {
    const command = await bench.prepare(edit())
    await run(command, 1)
    forgetEnd(bench.folder)
    writeFileSync(
      file,
      after === 'after' ? readFileSync(file) : after === 'before' ? (command.change?.before ?? '') : after,
    )
    await bench.commands.close()
    const later = openBench({}, { runDirectory: bench.folder, epoch: 2 })
    const found = await later.commands.find({ place, attempt: 1 })
    await later.commands.close()
    return found.state
  }
  test.each([
    ['after', 'finished'],
    ['before', 'never-started'],
    ['something else', 'unknown'],
  ])('%s: %s', async (after, state) => {
    expect(await doubt(after)).toBe(state)
  })
})
