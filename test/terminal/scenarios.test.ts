import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { needs } from '../helpers/programs.ts'
import { library, scenarios, type Start, type Step } from './scenarios.ts'
import { seconds, Stage } from './stage.ts'

const forms = ['drawn', 'lines'] as const
type Form = (typeof forms)[number]

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  for (const [name, text] of Object.entries(library)) stage.place.write(name, text)
  make('settings.toml', 'workers = 1\n')
})
afterEach(() => stage.close())

function make(name: string, text = ''): void {
  writeFileSync(join(stage.place.folder, name), text)
}

/** How often words stand in a text. */
function times(text: string, words: string): number {
  return text.split(words).length - 1
}

/** Waits until a question was asked for the `time`th time and its prompt stands where the next answer goes. */
async function stands({ asked, prompt }: Step, time: number, form: Form): Promise<void> {
  const { terminal } = stage
  const ready = (): boolean => {
    const screen = terminal?.screen() ?? ''
    if (times(screen, asked) < time) return false
    if (prompt === '') return true
    const last = screen.trimEnd().slice(screen.trimEnd().lastIndexOf('\n') + 1)
    if (form === 'lines') return last.startsWith(prompt)
    const live = (terminal?.seen() ?? '').split(/^─{20,}$/m).at(-1) ?? ''
    return live.split('\n').some((line) => line.startsWith(prompt))
  }
  await expect
    .poll(ready, { timeout: seconds * 1000, message: `${asked} … ${prompt}\n${terminal?.screen()}` })
    .toBe(true)
}

async function answer(step: Step, form: Form): Promise<void> {
  const { terminal } = stage
  for (const name of step.makes ?? []) make(name)
  if (step.key === 'C-c') terminal?.type('', 'C-c')
  else if (step.key !== undefined)
    terminal?.type(step.key, ...(form === 'lines' && !step.menu ? ['Enter'] : []))
  else if (step.prompt === '' || form === 'lines') terminal?.type(step.line ?? '', 'Enter')
  else await stage.answers(step.line ?? '')
}

async function goThrough({ words, steps, status, says }: Start, form: Form): Promise<void> {
  const all = form === 'lines' ? ['--plain', ...words] : words
  const terminal = stage.open(all, { columns: 100, rows: 40 })
  const asked = new Map<string, number>()
  for (const step of steps) {
    const time = (asked.get(step.asked) ?? 0) + 1
    asked.set(step.asked, time)
    await stands(step, time, form)
    await answer(step, form)
  }
  expect(await terminal.ended(seconds)).toBe(status)
  for (const words of says) expect(terminal.screen()).toMatch(words)
}

describe.skipIf(!needs('tmux')).each(forms)('at a terminal, %s', (form) => {
  it.each(scenarios)('$title', { timeout: 180_000 }, async ({ starts, leaves = {} }) => {
    for (const start of starts) await goThrough(start, form)
    for (const [name, text] of Object.entries(leaves)) expect([name, stage.text(name)]).toEqual([name, text])
  })
})

const piped = scenarios.filter(({ pipe }) => pipe !== undefined)

describe('in a pipe', () => {
  it.each(piped)('$title', { timeout: 60_000 }, ({ pipe, pipeLeaves = {} }) => {
    const { status, stderr, stdout } = stage.piped(pipe?.words ?? [], 'y\n'.repeat(20))
    expect([status, stdout]).toEqual([pipe?.status, ''])
    for (const words of pipe?.says ?? []) expect(stderr).toMatch(words)
    for (const [name, text] of Object.entries(pipeLeaves))
      expect([name, stage.text(name)]).toEqual([name, text])
  })
})
