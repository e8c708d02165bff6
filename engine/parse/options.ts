import type { Options, Role } from '../model.ts'
import type { Span } from '../source.ts'
import { parseDuration } from '../duration.ts'
import { correction } from '../suggest.ts'
import type { Findings } from './findings.ts'
import type { Word } from './words.ts'

/** What an option's text must be; the value it stands for, or a sentence that says what was expected. */
type Decode = (text: string) => { value: unknown } | { expected: string }

const duration: Decode = (text) => {
  const value = parseDuration(text)
  return value === undefined || value === 0 ? { expected: 'a duration such as `30s` or `5m`' } : { value }
}
const count: Decode = (text) =>
  /^\d{1,4}$/.test(text) ? { value: Number(text) } : { expected: 'a whole number such as `2`' }
const name: Decode = (text) =>
  /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(text)
    ? { value: text }
    : { expected: 'a name of letters, digits, `.`, `_` and `-`' }
const input: Decode = (text) =>
  /^[A-Z][A-Z0-9_]*$/.test(text) ? { value: text } : { expected: 'the name of an input, in capitals' }
const place: Decode = (text) =>
  /^["']/.test(text) ? { expected: 'a path without quotes and blanks' } : { value: text }

const decoders: Readonly<Record<string, Decode>> = {
  timeout: duration,
  every: duration,
  within: duration,
  retries: count,
  on: name,
  as: name,
  cwd: place,
  file: place,
  post: input,
}

/** Names of the options that a role takes; an `expect` fence takes `within` and `every`. */
export function optionNames(role: Role | 'expect'): readonly string[] {
  if (role === 'expect') return ['within', 'every']
  if (role === 'message') return ['post', 'timeout']
  const common = ['timeout', 'retries', 'every', 'on', 'cwd', 'as']
  if (role === 'verify') return [...common, 'first']
  return role === 'write' || role === 'edit' ? [...common, 'file'] : common
}

export interface ReadOptions {
  readonly options: Options & { readonly within?: number }
  readonly spans: ReadonlyMap<string, Span>
}

/** Reads the words after the role. What is wrong is found and left out. */
export function readOptions(role: Role | 'expect', rest: readonly Word[], findings: Findings): ReadOptions {
  const options: Record<string, unknown> = {}
  const spans = new Map<string, Span>()
  for (const word of rest) {
    const [key, text] = split(word.text)
    if (!optionNames(role).includes(key)) {
      reportUnknown(role, key, word, findings)
      continue
    }
    const first = spans.get(key)
    if (first !== undefined) reportTwice(key, word.span, first, findings)
    const value = decode(key, text, word.span, findings)
    if (value !== undefined) options[key] = value
    spans.set(key, word.span)
  }
  return { options, spans }
}

function split(word: string): [string, string | undefined] {
  const equals = word.indexOf('=')
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)]
}

function decode(key: string, text: string | undefined, span: Span, findings: Findings): unknown {
  if (key === 'first') {
    if (text === undefined) return true
    findings.add('bad-option', span, '`first` takes no value', { help: 'write `first` alone' })
    return undefined
  }
  const decoded = text ? decoders[key]?.(text) : { expected: `\`${key}=…\`` }
  if (decoded === undefined) return undefined
  if ('value' in decoded) return decoded.value
  const start = text ? span.start + key.length + 1 : span.start
  findings.add(
    'bad-option',
    { start, end: span.end },
    `bad value for \`${key}\`: expected ${decoded.expected}`,
    {
      help: `write \`${key}=${examples[key] ?? '…'}\``,
    },
  )
  return undefined
}

const examples: Readonly<Record<string, string>> = {
  timeout: '30s',
  every: '5s',
  within: '2m',
  retries: '2',
  on: 'db-1',
  as: 'postgres',
  cwd: '/srv/app',
  file: '/etc/app.toml',
  post: 'STATUS_WEBHOOK',
}

function reportUnknown(role: Role | 'expect', key: string, word: Word, findings: Findings): void {
  const known = optionNames(role)
  const span = { start: word.span.start, end: word.span.start + key.length }
  const moved = misplaced[key]
  const repair = moved === undefined ? correction(key, known, span) : { help: moved }
  findings.add('unknown-option', span, `\`${key}\` is not an option of \`${role}\``, {
    ...(repair ?? { help: `options are ${known.map((option) => `\`${option}\``).join(', ')}` }),
  })
}

const misplaced: Readonly<Record<string, string>> = {
  within: 'write `within` on the `expect` fence below the block',
  first: '`first` belongs to a `verify` block',
  file: '`file` belongs to a `write` or `edit` block',
  post: '`post` belongs to a `message` block',
}

function reportTwice(key: string, span: Span, first: Span, findings: Findings): void {
  findings.add('bad-option', span, `the option \`${key}\` stands twice`, {
    related: [{ path: findings.path, span: first, label: 'first here' }],
    help: 'delete one of the two',
  })
}
