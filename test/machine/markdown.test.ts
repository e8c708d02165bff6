import { describe, expect, test } from 'vitest'
import { auditEvents, begin, compileMachine, walkMachine, waysInto } from '../../engine/machine/index.ts'
import type { RunMachine } from '../../engine/machine/types.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { play, type Word } from '../helpers/facts.ts'

/** The machine of a page as an author writes it. */
function machineOf(page: string): RunMachine {
  const text = page.replaceAll(/^ {4}/gm, '')
  const { runbook, diagnostics } = parseRunbook({ path: 'a.md', text })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return compileMachine(new Map([['a.md', runbook]]), 'a.md')
}

const queue = `---
    id: QUE-003
    title: Queue does not drain
    inputs:
      API: { type: url, default: http://127.0.0.1:8080 }
    ---

    # Queue does not drain

    ## Are the workers alive?

    \`\`\`bash ask timeout=10s
    curl -fsS "$API/workers"
    \`\`\`

    - **value is 0** → [Restart the workers](#restart-the-workers)
    - **otherwise** → How deep is the queue?
      - **deep** → [Restart the workers](#restart-the-workers)
      - **shallow** → **resolved**

    ---

    ## Restart the workers

    > [!WARNING]
    > Jobs in hand are put back and run again.

    **Action**

    \`\`\`bash action timeout=2m
    sudo systemctl restart orders-worker
    \`\`\`

    **Verification** They report for duty.

    \`\`\`bash verify
    curl -fsS "$API/workers"
    \`\`\`

    \`\`\`expect within=10s every=5s
    value >= 3
    \`\`\`

    **Rollback** Stop them again.

    \`\`\`bash rollback
    sudo systemctl stop orders-worker
    \`\`\`

    **If it fails** → [Tell the others](#tell-the-others)

    ---

    ## Tell the others

    - [ ] The on-call channel knows
    - [ ] The ticket says so

    **Next** → **escalate** to Orders lead
    `

describe('a page as its author writes it', () => {
  const machine = machineOf(queue)

  test('restarts, fails, rolls back behind its gate, follows and escalates', () => {
    const words: (Word | readonly [Word, string])[] = [
      'held',
      'take 0',
      'confirmed',
      'held',
      ['failed', '2026-11-22T12:00:00.000Z'],
      'waited',
      ['failed', '2026-11-22T12:00:10.000Z'],
      'recover roll-back',
      'confirmed',
      'held',
      'recover follow',
      'ticked',
      'ticked',
    ]
    expect(play(machine, begin(machine), words)).toEqual([
      'attempt are-the-workers-alive 0 #1',
      'choose are-the-workers-alive',
      'confirm restart-the-workers 0 #1',
      'attempt restart-the-workers 0 #1 d1',
      'attempt restart-the-workers 1 #1',
      'wait restart-the-workers 1 12:00:05',
      'attempt restart-the-workers 1 #2',
      'recover restart-the-workers verification: follow retry edit skip roll-back escalate suspend stop fail',
      'confirm restart-the-workers 2 #1',
      'attempt restart-the-workers 2 #1 rollback d1',
      'recover restart-the-workers verification: follow retry edit escalate suspend stop fail',
      'tick tell-the-others 0',
      'tick tell-the-others 1',
      'end escalated Orders lead',
    ])
  })

  test('goes into a nested decision, and ends where it says so', () => {
    expect(play(machine, begin(machine), ['held', 'take 1', 'take 1'])).toEqual([
      'attempt are-the-workers-alive 0 #1',
      'choose are-the-workers-alive',
      'choose are-the-workers-alive/how-deep-is-the-queue',
      'end resolved',
    ])
  })

  test('can be walked whole, with a way into every section', () => {
    const { stuck, unentered } = walkMachine(machine)
    expect({ stuck, unentered }).toEqual({ stuck: [], unentered: [] })
    const ways = waysInto(machine)
    expect([...ways.keys()].toSorted()).toEqual([
      'a.md#are-the-workers-alive',
      'a.md#are-the-workers-alive/how-deep-is-the-queue',
      'a.md#restart-the-workers',
      'a.md#tell-the-others',
    ])
    for (const { events } of ways.values()) expect(auditEvents(machine, events)).toEqual([])
  })
})

describe('the independent audit', () => {
  test('finds a command that began without its confirmation, and one that used it twice', () => {
    const machine = machineOf(queue)
    const place = { frame: 0, runbook: 'a.md', section: 'restart-the-workers', block: 0 }
    const at = '2026-11-22T12:00:00.000Z'
    const doubted = { type: 'doubted', at, ...place, attempt: 1, detail: '' } as const
    const confirmed = { type: 'confirmed', at, ...place, gate: 0, digest: 'd' } as const
    const denied = { type: 'denied', at, ...place, gate: 0 } as const
    expect(auditEvents(machine, [doubted]).map(({ index }) => index)).toEqual([0])
    expect(auditEvents(machine, [confirmed, doubted]).map(({ index }) => index)).toEqual([])
    expect(auditEvents(machine, [confirmed, doubted, doubted]).map(({ index }) => index)).toEqual([2])
    expect(auditEvents(machine, [confirmed, denied, doubted]).map(({ index }) => index)).toEqual([2])
    expect(auditEvents(machine, [{ ...confirmed, block: 2 }, doubted]).map(({ index }) => index)).toEqual([1])
  })
})
