/** A terminal of which Ink hears no resizing, and that can be muted while Ink takes leave of it. */
export interface QuietStream {
  readonly stream: NodeJS.WriteStream
  muted: boolean
}

/**
 * Ink would redraw at once when the terminal changes its size, counting rows as they were before the terminal broke
 * them anew. We redraw ourselves, when we know where the lines have gone.
 */
export function quietStream(stream: NodeJS.WriteStream): QuietStream {
  const quiet: QuietStream = { stream, muted: false }
  const write = (...words: Parameters<NodeJS.WriteStream['write']>): boolean => {
    if (!quiet.muted) return stream.write(...words)
    const done = words.findLast((word) => typeof word === 'function')
    if (done !== undefined) setImmediate(done)
    return true
  }
  const proxy = new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return write
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...words: unknown[]): unknown =>
        words[0] === 'resize' ? proxy : (value as (...all: unknown[]) => unknown).apply(target, words)
    },
  })
  return Object.assign(quiet, { stream: proxy })
}
