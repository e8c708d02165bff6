import type { Secret } from './protocol.ts'

/** Secrets shorter than this cannot be masked without masking ordinary text, so they are refused. */
export const shortestSecret = 8

/**
 * Why a value cannot be a secret, or nothing. A value of fewer than 8 characters is found by chance in ordinary
 * output, and one of a single repeated character masks nothing that matters.
 */
export function whyNotSecret(value: string): string | undefined {
  if (Array.from(value).length >= shortestSecret) return undefined
  return `it is shorter than ${shortestSecret} characters, and a short secret cannot be masked in output`
}

/** One text to look for, and whose secret it is. */
export interface Form {
  readonly name: string
  readonly bytes: Buffer
}

/** Every form in which the secrets are masked, longest first, each once; none shorter than 8 bytes. */
export function formsOf(secrets: readonly Secret[]): Form[] {
  const forms = new Map<string, Form>()
  for (const { name, value } of secrets) {
    for (const bytes of encode(value)) {
      const key = bytes.toString('latin1')
      if (bytes.length >= shortestSecret && !forms.has(key)) forms.set(key, { name, bytes })
    }
  }
  return [...forms.values()].sort((a, b) => b.bytes.length - a.bytes.length)
}

function encode(value: string): Buffer[] {
  const raw = Buffer.from(value)
  const lines = value.split(/\r?\n/)
  const whole = [value, value.trim(), value.replaceAll(/\r?\n/g, '\r\n'), value.replaceAll('\r\n', '\n')]
  const texts = [...whole, ...lines, ...lines.map((line) => line.trim()), ...escaped(value), reversed(value)]
  return [
    ...texts.map((text) => Buffer.from(text)),
    Buffer.from(raw).reverse(),
    ...base64(raw),
    ...hexadecimal(raw),
  ]
}

function hexadecimal(raw: Buffer): Buffer[] {
  const hex = raw.toString('hex')
  return [hex, hex.toUpperCase()].map((text) => Buffer.from(text))
}

/** The characters that stay the same whatever stands before and after, for each of the three alignments. */
function base64(raw: Buffer): Buffer[] {
  const texts = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), raw]).toString('base64')
    const from = Math.ceil((offset * 8) / 6)
    const steady = text.slice(from, Math.floor(((offset + raw.length) * 8) / 6))
    return offset === 0 ? [steady, ...wrapped(text, 76), ...wrapped(text, 64)] : [steady]
  })
  return [...texts, ...texts.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))].map((text) =>
    Buffer.from(text),
  )
}

/** `base64` and `openssl` break their lines after 76 and 64 characters. */
function wrapped(text: string, columns: number): string[] {
  if (text.length <= columns) return []
  return Array.from({ length: Math.ceil(text.length / columns) }, (_, i) =>
    text.slice(i * columns, (i + 1) * columns).replace(/=+$/, ''),
  )
}

function reversed(value: string): string {
  return Array.from(value).reverse().join('')
}

function escaped(value: string): string[] {
  return [...percent(value), ...json(value), ...shell(value), ...html(value)]
}

function percent(value: string): string[] {
  const component = encodeURIComponent(value.toWellFormed())
  const strict = component.replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const lower = (text: string) => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
  const path = encodeURI(value.toWellFormed())
  const all = [component, strict, path].flatMap((text) => [text, text.replaceAll('%20', '+')])
  return [...all, ...all.map(lower)]
}

function json(value: string): string[] {
  const text = JSON.stringify(value).slice(1, -1)
  const ascii = text.replaceAll(/[^\0-~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const slashed = text.replaceAll('/', '\\/')
  const safe = text.replaceAll(/[<>&']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)
  return [text, ascii, slashed, safe, JSON.stringify(text).slice(1, -1)]
}

function shell(value: string): string[] {
  return [
    value.replaceAll("'", `'\\''`),
    value.replaceAll("'", `'"'"'`),
    value.replaceAll(/(["\\$`])/g, '\\$1'),
    value.replaceAll(/([^\w@%+=:,./\n-])/g, '\\$1'),
    value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\t', '\\t'),
  ]
}

function html(value: string): string[] {
  const angles = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const double = angles.replaceAll('"', '&quot;')
  return [angles, double, ...['&#39;', '&#x27;', '&apos;'].map((quote) => double.replaceAll("'", quote))]
}
