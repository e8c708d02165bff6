export type TomlValue = string | number | boolean

/** The part of TOML that the labs need: tables, and keys with an integer, a boolean or a string. Throws a sentence. */
export function parseToml(text: string, path: string): Map<string, TomlValue> {
  const values = new Map<string, TomlValue>()
  let table = ''
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\s+#[^"]*$|^\s*#.*$/, '').trim()
    if (line === '') continue
    const header = /^\[([\w.]+)\]$/.exec(line)
    const pair = /^(\w+)\s*=\s*(.+)$/.exec(line)
    if (header?.[1] !== undefined) table = `${header[1]}.`
    else if (pair?.[1] !== undefined && pair[2] !== undefined) values.set(table + pair[1], decode(pair[2]))
    else throw new Error(`${path}:${index + 1}: cannot read \`${line}\``)
  }
  return values
}

function decode(text: string): TomlValue {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^[+-]?[\d_]+(\.\d+)?$/.test(text)
    ? Number(text.replaceAll('_', ''))
    : text.replace(/^(["'])(.*)\1$/, '$2')
}

/** Takes the values of a file one by one, so that what is left is what nobody reads. */
export class TomlReader {
  readonly #path: string
  readonly #values: Map<string, TomlValue>

  constructor(text: string, path: string) {
    this.#path = path
    this.#values = parseToml(text, path)
  }

  /** The value of a key, or `otherwise`, whose type it must have. */
  take<T extends TomlValue>(key: string, otherwise: T): T {
    const value = this.#values.get(key) ?? otherwise
    this.#values.delete(key)
    if (typeof value !== typeof otherwise)
      throw new Error(`${this.#path}: \`${key}\` must be a ${typeof otherwise}`)
    return value as T
  }

  /** Throws for the first key that was not taken. */
  end(): void {
    const [unknown] = this.#values.keys()
    if (unknown !== undefined) throw new Error(`${this.#path}: nobody reads the key \`${unknown}\``)
  }
}
