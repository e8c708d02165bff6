import { describe, expect, test } from 'vitest'
import { advance, auditEvents, begin, compileMachine, walkMachine } from '../../engine/machine/index.ts'
import type { RunEvent, RunMachine, Turn } from '../../engine/machine/types.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { fact, line, NOON, outcome, verdict, type Word } from '../helpers/facts.ts'

const page = `---
id: UND-001
title: Limits
---

# Limits

## Write both

\`\`\`text write file=/tmp/a
a
\`\`\`

> [!WARNING]
> Takes effect at once.

\`\`\`toml edit file=/tmp/b.toml
b = 1
\`\`\`

\`\`\`bash verify
true
\`\`\`

\`\`\`bash rollback
restart
\`\`\`

## Act

\`\`\`text write file=/tmp/c
c
\`\`\`

\`\`\`bash verify
false
\`\`\`
`

const machine = machineOf(page)

function machineOf(text: string): RunMachine {
  const { runbook } = parseRunbook({ path: 'a.md', text })
  return compileMachine(new Map([['a.md', runbook]]), 'a.md')
}

/** A turn after facts, each of which carries what the effect says of rolling back. */
function after(
  words: readonly (Word | RunEvent)[],
  from = begin(machine),
): { turn: Turn; events: RunEvent[] } {
  const events: RunEvent[] = []
  let turn = from
  for (const word of words) {
    const told = typeof word === 'string' ? fact(turn.effect, word) : word
    const purpose =
      'purpose' in turn.effect && turn.effect.purpose === 'rollback' ? { purpose: 'rollback' } : {}
    const event = { ...told, ...(typeof word === 'string' ? purpose : {}) } as RunEvent
    events.push(event)
    turn = advance(machine, JSON.parse(JSON.stringify(turn.snapshot)) as Turn['snapshot'], event)
  }
  return { turn, events }
}

const both = ['held', 'confirmed', 'held', 'held'] as const

function lines(words: readonly (Word | RunEvent)[]): string {
  return line(after(words).turn.effect)
}

function rollbacksOf(words: readonly (Word | RunEvent)[]): string[] {
  const { effect } = after(words).turn
  if (effect.kind !== 'recover') throw new Error(line(effect))
  return effect.rollbacks.map(({ section, block }) => `${section} ${block}`)
}

describe('the undoing of changed files', () => {
  test('comes section by section, newest first: its files, then its own rollback blocks', () => {
    expect(rollbacksOf([...both, 'held', 'failed'])).toEqual([
      'act 0',
      'write-both 1',
      'write-both 0',
      'write-both 3',
    ])
  })

  test('asks at the alert that covers the change, with a confirmation and a number of its own', () => {
    const words: Word[] = [...both, 'held', 'failed', 'recover roll-back']
    const seen: string[] = []
    for (const word of ['held', 'confirmed', 'held', 'held', 'confirmed', 'held'] as const) {
      seen.push(lines(words))
      words.push(word)
    }
    seen.push(lines(words).replace(/:.*/, ''))
    expect(seen).toEqual([
      'attempt act 0 #2 rollback',
      'confirm write-both 1 #2',
      'attempt write-both 1 #2 rollback d1',
      'attempt write-both 0 #2 rollback',
      'confirm write-both 3 #1',
      'attempt write-both 3 #1 rollback d1',
      'recover act verification',
    ])
    const { turn, events } = after(words)
    expect(turn.effect).toMatchObject({ rollbacks: [] })
    expect(auditEvents(machine, events)).toEqual([])
  })

  test('the confirmation of the change is none of its undoing', () => {
    const words = [...both, 'held', 'failed', 'recover roll-back', 'held', 'confirmed', 'held'] as const
    const { events } = after(words)
    const forward = events.map((event) => {
      const { purpose: _, ...rest } = event as RunEvent & { purpose?: string }
      return event.type === 'confirmed' ? rest : event
    })
    expect(auditEvents(machine, forward)).toHaveLength(1)
  })

  test('is armed by what was started, or may have been, and by nothing else', () => {
    expect(rollbacksOf(['failed'])).toEqual(['write-both 0', 'write-both 3'])
    expect(rollbacksOf(['held', 'denied'])).toEqual(['write-both 0', 'write-both 3'])
    expect(rollbacksOf(['doubted', 'failed', 'settle not-done'])).toEqual(['write-both 0', 'write-both 3'])
    expect(rollbacksOf(['held', 'confirmed', 'changed', 'denied'])).toEqual(['write-both 0', 'write-both 3'])
    const place = { frame: 0, runbook: 'a.md', section: 'write-both', block: 0 }
    const unstarted: RunEvent = {
      at: NOON,
      type: 'attempted',
      ...place,
      attempt: 1,
      outcome: outcome(1, NOON, 'unstarted'),
      verdict: verdict(false),
    }
    expect(rollbacksOf([unstarted])).toEqual([])
  })

  test('in doubt asks the operator, and says that it is the undoing', () => {
    const words = [...both, 'held', 'failed', 'recover roll-back', 'doubted'] as const
    expect(after(words).turn.effect).toMatchObject({
      kind: 'settle',
      purpose: 'rollback',
      block: 0,
      attempt: 2,
    })
    expect(lines([...words, 'settle done'])).toBe('confirm write-both 1 #2')
    expect(after([...words, 'settle not-done']).turn.effect).toMatchObject({
      kind: 'recover',
      failure: { kind: 'rollback' },
    })
  })

  test('changed bytes lead back to its gate', () => {
    const words = [...both, 'held', 'failed', 'recover roll-back', 'held', 'confirmed', 'changed'] as const
    expect(after(words).turn.effect).toMatchObject({ kind: 'confirm', purpose: 'rollback', attempt: 3 })
  })

  test('a change that is made again is undone again, as the newest', () => {
    const undone = ['recover roll-back', 'held', 'confirmed', 'held', 'held', 'confirmed', 'held'] as const
    expect(rollbacksOf([...both, 'held', 'failed', ...undone, 'recover retry', 'held', 'failed'])).toEqual([
      'act 0',
    ])
  })

  test('is walked to, and drawn as states of its section', () => {
    const states = walkMachine(machine).reached.map(({ section, state }) => `${section}: ${state}`)
    expect(states).toEqual(
      expect.arrayContaining([
        'write-both: undo 2 gate',
        'write-both: undo 2',
        'write-both: rollback 4',
        'act: undo 1',
      ]),
    )
  })

  test('is not armed where the check that is tried first held', () => {
    const skipped = machineOf(`---
id: UND-002
title: Done already
---

# Done already

## Act

\`\`\`text write file=/tmp/c
c
\`\`\`

\`\`\`bash verify first
true
\`\`\`

## Look

\`\`\`bash read
false
\`\`\`
`)
    let turn = begin(skipped)
    for (const word of ['held', 'failed'] as const) {
      turn = advance(skipped, turn.snapshot, fact(turn.effect, word))
    }
    expect(turn.effect).toMatchObject({ kind: 'recover', section: 'look', rollbacks: [] })
  })
})
