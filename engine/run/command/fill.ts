import type { Bindings } from '../commands.ts'

/** A `$NAME` that cannot be filled in. */
export class Unfilled extends Error {
  override readonly name = 'Unfilled'
  readonly help: string

  constructor(message: string, help: string) {
    super(message)
    this.help = help
  }
}

const reference = /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g

function fill(
  text: string,
  bindings: Bindings,
  write: (value: string, offset: number, name: string) => string,
): string {
  return text.replaceAll(
    reference,
    (_, braced: string | undefined, bare: string | undefined, offset: number) => {
      const name = braced ?? bare ?? ''
      const binding = bindings.get(name)
      if (binding === undefined)
        throw new Unfilled(`\`$${name}\` has no value`, `declare \`${name}\` as an input`)
      return write(binding.value, offset, name)
    },
  )
}

/**
 * Fills in an address: verbatim where it is the whole beginning (the base), else percent-encoded, so that no value
 * can add a path, a query or another host. @throws {Unfilled}
 */
export function fillUrl(text: string, bindings: Bindings): string {
  const url = fill(text, bindings, (value, offset, name) => {
    if (offset > 0) return encodeURIComponent(value)
    const rest = text.slice(offset).replace(/^\$(\{\w+\}|\w+)/, '')
    if (rest !== '' && !/^[/?#]/.test(rest)) {
      throw new Unfilled(`\`$${name}\` is not the whole beginning of the address`, 'put a `/` behind it')
    }
    return rest.startsWith('/') ? value.replace(/\/+$/, '') : value
  })
  if (/^https?:\/\/[^/]/.test(url) && URL.canParse(url)) return url
  throw new Unfilled(
    'the address of the request is not `http://…` or `https://…`',
    'begin it with an input of type `url`',
  )
}

/** Fills in a header, verbatim. @throws {Unfilled} when a value would begin another header. */
export function fillHeader(text: string, bindings: Bindings): string {
  return fill(text, bindings, (value, _, name) => {
    if (!/[\r\n\0]/.test(value)) return value
    throw new Unfilled(`\`$${name}\` holds a line break, which a header cannot`, 'send it in the body')
  })
}

/** Fills in a body by what it is: JSON strings and numbers, form fields, or text. Names that nobody knows stay. */
export function fillBody(text: string, contentType: string, bindings: Bindings): string {
  const known = new Map(
    [...text.matchAll(reference)].map(([whole, braced, bare]) => [braced ?? bare ?? '', whole]),
  )
  const extended = new Map(bindings)
  const json = /json/i.test(contentType) || (contentType === '' && /^\s*[[{]/.test(text))
  const form = /x-www-form-urlencoded/i.test(contentType)
  const unknown = new Set([...known.keys()].filter((name) => !bindings.has(name)))
  for (const name of unknown) {
    extended.set(name, { name, value: known.get(name) ?? '', secret: false, from: 'default' })
  }
  return fill(text, extended, (value, offset, name) => {
    if (unknown.has(name)) return value
    if (json)
      return quoteAt(text, offset) === '"' ? JSON.stringify(value).slice(1, -1) : bareJson(value, name)
    return form ? encodeURIComponent(value) : value
  })
}

function bareJson(value: string, name: string): string {
  if (/^(-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null)$/.test(value)) return value
  throw new Unfilled(`\`$${name}\` stands for a text outside of quotes`, `write \`"$${name}"\``)
}

/**
 * Fills in a PromQL query: escaped inside of quotes; outside of them only numbers and durations, so that no value
 * can change what is asked. @throws {Unfilled}
 */
export function fillQuery(text: string, bindings: Bindings): string {
  return fill(text, bindings, (value, offset, name) => {
    const quote = quoteAt(text, offset)
    if (quote === '`' && !value.includes('`')) return value
    if (quote === '"') return JSON.stringify(value).slice(1, -1)
    if (quote === "'") return JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
    if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$|^(\d+(ms|[smhdwy]))+$/.test(value)) return value
    throw new Unfilled(`\`$${name}\` is neither a number nor a duration`, `write \`"$${name}"\``)
  })
}

/** The quote that a place in JSON or PromQL lies inside of; empty outside of strings. */
function quoteAt(text: string, offset: number): string {
  let quote = ''
  for (let at = 0; at < offset; at++) {
    const sign = text[at] ?? ''
    if (quote !== '' && quote !== '`' && sign === '\\') at += 1
    else if (quote === '' && /["'`]/.test(sign)) quote = sign
    else if (sign === quote) quote = ''
  }
  return quote
}
