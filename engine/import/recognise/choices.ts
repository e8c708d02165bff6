/** An alternative that a title announces: `Option 2: Systemd service`, `Or with Docker`. */
export interface Alternative {
  readonly kind: 'option' | 'or'
  readonly label: string
}

const option =
  /^(?:\(?(?:option|method|alternative|approach|variant|variante|möglichkeit)\s*(?:#?\d+|[A-D])\b\)?)\s*[:.)–—-]?\s*(.*)$/i
const or = /^(?:or|alternatively|otherwise|oder|ou)\b[,:]?\s*(.*)$/i

/** The alternative that a title is; nothing for any other title. */
export function alternativeOf(title: string): Alternative | undefined {
  const plain = title
    .replace(/^\d+[.)]\s*/, '')
    .replaceAll(/[*`]/g, '')
    .replace(/^_(.*)_$/, '$1')
    .trim()
  if (option.test(plain)) return { kind: 'option', label: plain.replace(/[:\s]+$/, '') }
  if (or.test(plain) && plain.length < 90) return { kind: 'or', label: plain.replace(/[:\s]+$/, '') }
  return undefined
}

/** A run of things that exclude each other, from `start` up to and without `end`. */
export interface Alternatives {
  readonly start: number
  readonly end: number
}

/**
 * Finds runs of alternatives among titles: options that follow each other, or something and what stands below an "or".
 */
export function alternativesIn(titles: readonly string[]): Alternatives[] {
  const kinds = titles.map((title) => alternativeOf(title)?.kind)
  const found: Alternatives[] = []
  for (let at = 0; at < kinds.length; at++) {
    const start = kinds[at] === 'option' ? at : at - 1
    if (kinds[at] === undefined || start < (found.at(-1)?.end ?? 0)) continue
    let end = at + 1
    while (end < kinds.length && kinds[end] !== undefined) end++
    if (end - start > 1) found.push({ start, end })
    at = end - 1
  }
  return found
}
