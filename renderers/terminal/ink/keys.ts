/** A key as the screen knows it: a character, or the name of a key that has none. */
export type Pressed =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'key'; readonly name: KeyName }

export type KeyName =
  | 'enter'
  | 'escape'
  | 'erase'
  | 'erase-line'
  | 'interrupt'
  | 'end-of-input'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'tab'

/** What terminals send (xterm, VT220, and the Linux console) for keys without a character. */
const named: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\x1b': 'escape',
  '\x7f': 'erase',
  '\b': 'erase',
  '\x15': 'erase-line',
  '\x03': 'interrupt',
  '\x04': 'end-of-input',
  '\t': 'tab',
  '\x1b[A': 'up',
  '\x1bOA': 'up',
  '\x1b[B': 'down',
  '\x1bOB': 'down',
  '\x1b[C': 'right',
  '\x1bOC': 'right',
  '\x1b[D': 'left',
  '\x1bOD': 'left',
  '\x1b[5~': 'page-up',
  '\x1b[6~': 'page-down',
  '\x1b[H': 'home',
  '\x1bOH': 'home',
  '\x1b[1~': 'home',
  '\x1b[F': 'end',
  '\x1bOF': 'end',
  '\x1b[4~': 'end',
}

/** A control sequence, a single control character, or a run of characters that can be seen. */
// oxlint-disable-next-line no-control-regex
const piece = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[@-~]|\r\n|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/g

/** The keys of what a terminal sent at once. Sequences that are not known are no keys; hidden characters are dropped. */
export function keysOf(chunk: string): Pressed[] {
  return (chunk.match(piece) ?? []).flatMap((found): Pressed[] => {
    const name = found === '\r\n' ? 'enter' : named[found]
    if (name !== undefined) return [{ kind: 'key', name }]
    const text = found.startsWith('\x1b') ? '' : found.replaceAll(/\p{C}/gu, '')
    return text === '' ? [] : [{ kind: 'text', text }]
  })
}

/** The same keys with each character by itself, for places where keys are orders. */
export function singly(keys: readonly Pressed[]): Pressed[] {
  return keys.flatMap((key) =>
    key.kind === 'key' ? [key] : Array.from(key.text, (text): Pressed => ({ kind: 'text', text })),
  )
}

/** Whether a chunk is more than a person types at once: several characters, or a character and Enter. */
export function isPasted(keys: readonly Pressed[]): boolean {
  const [first] = keys
  return keys.length > 1 || (first?.kind === 'text' && Array.from(first.text).length > 1)
}
