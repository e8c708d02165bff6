import { parseDuration } from '../../duration.ts'
import type { InputDeclaration, InputType } from '../../model.ts'
import { compilePattern } from '../../pattern.ts'

/** Bytes of UTF-8 that a value may have: what one environment variable should carry at most. */
const longest = 8192
/** A shorter secret would mask ordinary words, and is easily guessed. */
const shortestSecret = 8

/** Characters that hide what a value is: controls, formats, bidirectional marks, separators, lone surrogates. */
const hidden = /[\p{C}\p{Zl}\p{Zp}\p{DI}]/u

/**
 * Why a value cannot be used for an input, in words that follow its name; nothing when it can.
 * Values are data (P26): no NUL, no line break, no hidden character, no leading `-` that a program would take
 * for an option. A secret may hold line breaks (keys do) and is never repeated in the answer.
 */
export function problemOf(value: string, declaration: InputDeclaration): string | undefined {
  if (value === '') return declaration.required === false ? undefined : 'is empty'
  if (Buffer.byteLength(value) > longest) return `is longer than ${longest} bytes`
  if (declaration.type === 'secret') return secretProblem(value)
  const sign = declaration.type === 'integer' || declaration.type === 'number'
  if (hidden.test(value)) return 'holds a line break or a character that cannot be seen'
  if (value.startsWith('-') && !sign) return 'begins with `-`, which programs take for an option'
  return typeProblems[declaration.type](value, declaration)
}

function secretProblem(value: string): string | undefined {
  if (value.includes('\0')) return 'holds a NUL character'
  return Array.from(value).length < shortestSecret
    ? `is shorter than ${shortestSecret} characters`
    : undefined
}

type Check = (value: string, declaration: InputDeclaration) => string | undefined

const typeProblems: Readonly<Record<InputType, Check>> = {
  string: (value, { pattern }) =>
    pattern === undefined || compilePattern(`^(?:${pattern})$`, 'u').test(value)
      ? undefined
      : `does not match /${pattern}/`,
  integer: (value) =>
    /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value)) ? undefined : 'is not a whole number',
  number: (value) =>
    /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) && Number.isFinite(Number(value))
      ? undefined
      : 'is not a number',
  boolean: (value) => (value === 'true' || value === 'false' ? undefined : 'is not `true` or `false`'),
  choice: (value, { choices = [] }) =>
    choices.includes(value) ? undefined : `is not one of ${choices.join(', ')}`,
  url: (value) =>
    /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i.test(value) && URL.canParse(value)
      ? undefined
      : 'is not a URL such as http://localhost:9090',
  path: () => undefined,
  duration: (value) =>
    parseDuration(value) === undefined ? 'is not a duration such as 30s or 1h30m' : undefined,
  host: (value) =>
    /^[A-Za-z0-9_][A-Za-z0-9._-]{0,252}(:\d{1,5})?$/.test(value) ? undefined : 'is not a host name',
  secret: () => undefined,
}
