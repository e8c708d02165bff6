import type { Began } from '../../schemas/journal.ts'
import type { RunEvent } from '../machine/types.ts'
import type { Binding, Bindings } from './commands.ts'

/** Inputs as the journal keeps them: a secret's name and source, never its value. */
export function recordInputs(bindings: Bindings): Began['inputs'] {
  return [...bindings.values()].map(({ name, value, secret, from }) =>
    secret ? { name, from, secret } : { name, from, secret, value },
  )
}

/**
 * The inputs that a run began with. Secrets are left out: they come anew from whoever resumes, and a block that needs
 * one that nobody gave cannot be made ready.
 */
export function restoreInputs(inputs: Began['inputs']): Map<string, Binding> {
  const restored = inputs.flatMap(({ name, from, secret, value }): [string, Binding][] =>
    secret || value === undefined ? [] : [[name, { name, value, secret, from }]],
  )
  return new Map(restored)
}

/** Adds what a fact made known: the values that a block handed on, and the inputs that the operator edited. */
export function learn(bindings: Map<string, Binding>, event: RunEvent): void {
  if (event.type === 'attempted') remember(bindings, event.outcome.values, 'output')
  if (event.type === 'recovered' && event.inputs !== undefined) remember(bindings, event.inputs, 'prompt')
}

function remember(
  bindings: Map<string, Binding>,
  values: Readonly<Record<string, string>>,
  from: 'output' | 'prompt',
): void {
  for (const [name, value] of Object.entries(values)) {
    if (bindings.get(name)?.secret !== true) bindings.set(name, { name, value, secret: false, from })
  }
}
