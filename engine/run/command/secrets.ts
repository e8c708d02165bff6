import { decoded } from '../../address.ts'
import { shortestSecret } from '../supervisor/encodings.ts'
import type { Secret } from '../supervisor/protocol.ts'
import type { Bindings } from '../commands.ts'

export { whyNotSecret } from '../supervisor/encodings.ts'

/** Everything that is masked: the secret inputs, further values by name, and the password within an address. */
export function secretsOf(bindings: Bindings, further: Readonly<Record<string, string>> = {}): Secret[] {
  const bound = [...bindings.values()]
    .filter(({ secret }) => secret)
    .map(({ name, value }) => ({ name, value }))
  const named = Object.entries(further).map(([name, value]) => ({ name, value }))
  return [...bound, ...named].flatMap((secret) => [secret, ...passwordIn(secret)])
}

function passwordIn({ name, value }: Secret): Secret[] {
  const password = URL.parse(value)?.password ?? ''
  return [password, decoded(password)]
    .filter((text) => text.length >= shortestSecret)
    .map((text) => ({ name, value: text }))
}
