import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import type { Redaction } from './mask.ts'
import { isDeniedName } from './names.ts'

/** Bytes that a block may hand on. */
const most = 1024 * 1024

/** What a block handed on, or why none of it can be used. */
export type Handed =
  | { readonly values: Readonly<Record<string, string>>; readonly notices: readonly string[] }
  | { readonly fault: string }

/**
 * Reads the file `$RUNBOOK_OUTPUT` and removes it. A fault in any line is a fault of the whole: half of the values are
 * worse than none. Values that hold a secret are left out, with a notice.
 */
export function takeValues(path: string, redaction: Redaction, secrets: ReadonlySet<string>): Handed {
  try {
    const bytes = readMost(path)
    if (bytes.length > most) return { fault: `it is larger than ${most / 1024} KiB` }
    return readValues(bytes, redaction, secrets)
  } catch {
    return { fault: 'it cannot be read any more' }
  } finally {
    rmSync(path, { force: true })
  }
}

function readMost(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(4096)
    const parts: Buffer[] = []
    let size = 0
    for (;;) {
      const took = readSync(file, buffer)
      if (took === 0 || size > most) return Buffer.concat(parts)
      parts.push(Buffer.from(buffer.subarray(0, took)))
      size += took
    }
  } finally {
    closeSync(file)
  }
}

/**
 * Reads `name=value` lines and `name<<WORD` … `WORD` blocks, as CI systems know them. All must be UTF-8, names like
 * `^[A-Za-z_][A-Za-z0-9_]*$` and neither denied nor those of a secret.
 */
export function readValues(bytes: Buffer, redaction: Redaction, secrets: ReadonlySet<string>): Handed {
  const text = decode(bytes)
  if (text === undefined) return { fault: 'it is not valid UTF-8' }
  if (text.includes('\0')) return { fault: 'it holds a NUL byte' }
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const values: Record<string, string> = {}
  const notices: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const entry = readEntry(lines, at)
    if (entry === undefined) continue
    if ('fault' in entry) return entry
    const { name, value } = entry
    at = entry.last
    if (secrets.has(name)) return { fault: `line ${at + 1} would replace the secret \`${name}\`` }
    if (isDeniedName(name)) return { fault: `\`${name}\` is not a name that a value may have` }
    if (redaction.text(value) === value) values[name] = value
    else notices.push(`the value \`${name}\` holds a secret and is not handed on`)
  }
  return { values, notices }
}

type Entry = { readonly name: string; readonly value: string; readonly last: number }

function readEntry(lines: readonly string[], at: number): Entry | { readonly fault: string } | undefined {
  const line = (lines[at] ?? '').replace(/\r$/, '')
  if (line === '') return undefined
  const [, name, sign, rest = ''] = /^([^=<]+?)(=|<<)(.*)$/s.exec(line) ?? []
  if (name === undefined) return { fault: `line ${at + 1} is not \`name=value\`` }
  if (sign === '=') return { name, value: rest, last: at }
  const end = lines.findIndex((candidate, i) => i > at && candidate.replace(/\r$/, '') === rest)
  if (end < 0 || rest === '') return { fault: `line ${at + 1} begins a block that \`${rest}\` never ends` }
  return { name, value: lines.slice(at + 1, end).join('\n'), last: end }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
