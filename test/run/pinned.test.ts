import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { readJournal } from '../../engine/run/reading.ts'
import { readPinned } from '../../engine/run/store.ts'
import { trials } from '../helpers/trials.ts'
import {
  buildEngine,
  effectsOf,
  newTrial,
  runFolder,
  startOrder,
  type BuiltEngine,
  type Trial,
} from './engine.ts'

let engine: BuiltEngine
beforeAll(async () => {
  engine = await buildEngine()
})
afterAll(() => engine.remove())

const book = (word: string): string => `---
id: PIN-001
title: Three steps
inputs:
  EFFECTS: { type: path }
---

# Three steps

## Act

> [!WARNING]
> Acts.

\`\`\`bash action
echo ${word} >> "$EFFECTS"
\`\`\`

\`\`\`bash action
echo ${word} >> "$EFFECTS"
\`\`\`

## Again

\`\`\`bash action
echo ${word} >> "$EFFECTS"
\`\`\`
`

const whole = (word: string): string[] => [word, word, word]

/** What may happen to the source of a run that has begun. */
const fates: Readonly<Record<string, (trial: Trial) => void>> = {
  edited: ({ runbook }) => writeFileSync(runbook, book('OTHER')),
  'replaced by another file': ({ runbook, folder }) => {
    writeFileSync(join(folder, 'other.md'), book('OTHER'))
    renameSync(join(folder, 'other.md'), runbook)
  },
  'replaced by a link': ({ runbook, folder }) => {
    writeFileSync(join(folder, 'other.md'), book('OTHER'))
    rmSync(runbook)
    symlinkSync('other.md', runbook)
  },
  renamed: ({ runbook }) => renameSync(runbook, `${runbook}.old`),
  deleted: ({ runbook }) => rmSync(runbook),
  'made a folder': ({ runbook }) => {
    rmSync(runbook)
    mkdirSync(runbook)
  },
  'made unreadable': ({ runbook }) => chmodSync(runbook, 0),
}

describe('P7: a run goes on with the text that it began with', () => {
  test.each(Object.entries(fates))('when the source is %s, at several points', async (_, befall) => {
    for (const point of [7, 12, 18, 24, 30]) {
      const trial = newTrial(book('shown'))
      const order = { ...startOrder(trial), yes: true }
      await engine.runBeside(order, { RUNBOOK_CRASH_AT: String(point) })
      befall(trial)
      const { words } = await engine.runBeside({ verb: 'resume', state: trial.state, yes: true })
      expect([point, words.at(-1)]).toEqual([point, { word: 'end', how: 'resolved' }])
      expect(effectsOf(trial)).toEqual(whole('shown'))
      clear(trial.folder)
    }
  })

  test('when a command of the run rewrites it meanwhile', async () => {
    const trial = newTrial('')
    const other = join(trial.folder, 'other.md')
    writeFileSync(other, book('OTHER'))
    writeFileSync(
      trial.runbook,
      book('shown').replace('echo shown', `cp ${other} ${trial.runbook}; echo shown`),
    )
    await engine.runBeside({ ...startOrder(trial), yes: true })
    expect(effectsOf(trial)).toEqual(whole('shown'))
    clear(trial.folder)
  })
})

/** Swaps the source between two texts, and puts a shell of its own before the real one on PATH and takes it away again. */
const attacker = `
cd "$1"; mkdir -p bin
printf '#!/bin/sh\\necho STOLEN >> %s/effects\\n' "$1" > evil; chmod +x evil
cp runbook.md a.md
while :; do
  cp b.md new.md; mv new.md runbook.md
  ln evil bin/bash
  cp a.md new.md; mv new.md runbook.md
  rm bin/bash
done`

describe('P18: what was confirmed is what runs, however the files race', () => {
  test('the text that was pinned, whole, behind the very digest of the answer', async () => {
    for (let race = 0; race < trials(15, 500); race++) {
      const trial = newTrial(book('shown'))
      writeFileSync(join(trial.folder, 'b.md'), book('OTHER'))
      const running = spawn('bash', ['-c', attacker, 'attacker', trial.folder], {
        stdio: 'ignore',
        detached: true,
      })
      const path = `${join(trial.folder, 'bin')}:${process.env.PATH ?? ''}`
      await engine.runBeside({ ...startOrder(trial), yes: true }, { PATH: path })
      process.kill(-(running.pid ?? 0), 'SIGKILL')
      await once(running, 'exit')
      expect(unconfirmed(trial)).toEqual([])
      clear(trial.folder)
    }
  })
})

/** What a race brought about that nobody has confirmed: starts, effects, and a text that is neither of the two. */
function unconfirmed(trial: Trial): string[] {
  const folder = runFolder(trial)
  if (folder === undefined) return []
  const { records } = readJournal(folder)
  const [began] = records
  const pinned = began?.type === 'began' ? readPinned(folder, Object.values(began.runbooks)[0] ?? '') : ''
  const word = ['shown', 'OTHER'].find((one) => pinned === book(one))
  const starts = records.filter((one) => one.type === 'intended')
  const digests = new Set(records.flatMap((one) => (one.type === 'confirmed' ? [one.digest] : [])))
  const theirs = starts.filter(({ interpreter: [program] }) => program?.startsWith(trial.folder))
  const stolen = effectsOf(trial).filter((line) => line === 'STOLEN')
  return [
    ...(word === undefined ? ['a text that is neither'] : []),
    ...starts
      .filter(({ section, digest }) => section === 'act' && !digests.has(digest))
      .map(({ n }) => `start ${n}`),
    ...effectsOf(trial).filter((line) => line !== word && line !== 'STOLEN'),
    ...stolen.slice(theirs.length),
  ]
}
