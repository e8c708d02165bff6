/** The front matter of another tool, and where the page begins below it. */
export interface FrontMatter {
  /** Its lines as they stand, without the fences. */
  readonly lines: readonly string[]
  readonly format: 'yaml' | 'toml'
  /** Scalars and lists of its first level, as text. */
  readonly values: ReadonlyMap<string, readonly string[]>
}

/**
 * Takes the front matter off a page: YAML between `---` lines or TOML between `+++` lines. Read line by line and
 * leniently: what other tools accept (duplicate keys, tabs, bare colons) must not stop an import; of equal keys the last
 * one counts.
 *
 * @returns the lines of the page with those of the front matter empty, so that line numbers stay; a rule at the top that opens
 * none is taken away, for a parser would see front matter below it
 */
export function takeFrontMatter(lines: readonly string[]): { lines: string[]; front?: FrontMatter } {
  const fence = /^(---|\+\+\+)[ \t]*$/.exec(lines[0] ?? '')?.[1]
  if (fence === undefined) return { lines: [...lines] }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === fence)
  const below = fence === '---' ? ['', ...lines.slice(1)] : [...lines]
  if (end < 0) return { lines: below }
  const inner = lines.slice(1, end)
  const looks = fence === '+++' ? /^[\w."-]+\s*=/ : /^["']?[\w.$ -]+["']?\s*:/
  if (inner.some((line) => line.trim() !== '') && !inner.some((line) => looks.test(line)))
    return { lines: below }
  const format = fence === '+++' ? 'toml' : 'yaml'
  return {
    lines: lines.map((line, index) => (index <= end ? '' : line)),
    front: { lines: inner, format, values: valuesOf(inner) },
  }
}

function valuesOf(lines: readonly string[]): Map<string, string[]> {
  const values = new Map<string, string[]>()
  let open: string[] | undefined
  for (const line of lines) {
    const [, key, text] = /^["']?([\w.-]+)["']?\s*[:=]\s*(.*)$/.exec(line) ?? []
    const item = /^\s*-\s+(.*)$/.exec(line)?.[1]
    if (key !== undefined) values.set(key.toLowerCase(), (open = listOf(text ?? '')))
    else if (item !== undefined) open?.push(unquote(item))
  }
  return values
}

function listOf(text: string): string[] {
  const plain = text.replace(/\s+#.*$/, '').trim()
  if (/^[|>][+-]?$/.test(plain) || plain === '') return []
  const inner = /^\[(.*)\]$/.exec(plain)?.[1]
  return inner === undefined ? [unquote(plain)] : inner.split(',').map(unquote).filter(Boolean)
}

const unquote = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2')
