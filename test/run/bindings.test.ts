import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../engine/machine/types.ts'
import { learn, recordInputs, restoreInputs } from '../../engine/run/bindings.ts'
import type { Binding } from '../../engine/run/commands.ts'

const token: Binding = { name: 'TOKEN', value: 'a-secret-value', secret: true, from: 'environment' }
const port: Binding = { name: 'PORT', value: '9090', secret: false, from: 'default' }
const given = new Map([token, port].map((binding) => [binding.name, binding]))

const recovered = (inputs: Record<string, string>): RunEvent => ({
  at: '2026-11-20T12:00:00.000Z',
  type: 'recovered',
  frame: 0,
  runbook: 'a.md',
  section: 'a',
  choice: 'edit',
  inputs,
})

describe('inputs in the journal', () => {
  test('hold the values of all but secrets, and come back without them', () => {
    const recorded = recordInputs(given)
    expect(JSON.stringify(recorded)).not.toContain(token.value)
    expect(recorded).toEqual([
      { name: 'TOKEN', from: 'environment', secret: true },
      { name: 'PORT', from: 'default', secret: false, value: '9090' },
    ])
    expect([...restoreInputs(recorded).values()]).toEqual([port])
  })

  test('an edit changes an input, and never a secret', () => {
    const bindings = new Map(given)
    learn(bindings, recovered({ PORT: '9091', TOKEN: 'other' }))
    expect(bindings.get('PORT')).toEqual({ name: 'PORT', value: '9091', secret: false, from: 'prompt' })
    expect(bindings.get('TOKEN')).toBe(token)
  })
})
