/** The words of a text: runs of letters and digits, letter case aside. What is markup holds none. */
export function wordsOf(text: string): string[] {
  return (text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map((word) => word.toLowerCase())
}

/**
 * Words of `before` that `after` has less often, each as often as it is missing.
 *
 * @param once words that need to be there only once: what a rewritten placeholder was called
 */
export function lostWords(before: string, after: string, once: ReadonlySet<string> = new Set()): string[] {
  const left = new Map<string, number>()
  const there = new Set<string>()
  for (const word of wordsOf(after)) {
    left.set(word, (left.get(word) ?? 0) + 1)
    there.add(word)
  }
  return wordsOf(before).filter((word) => {
    const count = left.get(word) ?? 0
    left.set(word, count - 1)
    return count <= 0 && !(once.has(word) && there.has(word))
  })
}
