import { compilePattern } from '../pattern.ts'
import type { Comparison } from '../model.ts'
import type { Span } from '../source.ts'

/** Reads a condition from left to right; each method takes what it names, or nothing. */
export interface Tokens {
  /** The next word as it stands, empty at the end. */
  peek(): string
  /** Where the next word stands; an empty span at the end. */
  here(): Span
  /** Where the last taken word ended. */
  behind(): number
  slice(span: Span): string
  done(): boolean
  skip(): void
  take(word: string): boolean
  /** `$NAME`, without the dollar sign. */
  name(): string | undefined
  number(): number | undefined
  /** A number with a unit behind a blank, `24 h`, as one text. */
  quantity(): string | undefined
  unit(): string | undefined
  comparison(): Comparison | undefined
  /** Text in double quotes with `\"` and `\\`, `\n`, `\t` inside. */
  text(): string | undefined
  word(): string | undefined
  /** `.a.b[0]."with space"`, `.` for the whole. */
  pointer(): (string | number)[] | undefined
  /** `/re/flags`. */
  pattern(): { pattern: string; flags: string; span: Span; problem?: string } | undefined
}

/** Opens a text that stands at `offset` of its file. */
export function openTokens(text: string, offset: number): Tokens {
  let at = blanks(text, 0)
  let end = at
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    const found = new RegExp(pattern.source, 'y')
    found.lastIndex = at
    const result = found.exec(text) ?? undefined
    if (result === undefined) return undefined
    end = at + result[0].length
    at = blanks(text, end)
    return result
  }
  const peek = () => /^(?:[<>=!]+|[^\s<>=!]+)/.exec(text.slice(at))?.[0] ?? ''
  const span = (start: number, stop: number): Span => ({ start: offset + start, end: offset + stop })
  return {
    peek,
    here: () => span(at, at + peek().length),
    behind: () => offset + end,
    slice: ({ start, end: stop }) => text.slice(start - offset, stop - offset),
    done: () => at >= text.length,
    skip: () => void match(/[<>=!]+|[^\s<>=!]+/),
    take: (word) => peek() === word && match(/[<>=!]+|[^\s<>=!]+/) !== undefined,
    name: () => match(/\$([A-Za-z_][A-Za-z0-9_]*)/)?.[1],
    number: () =>
      toNumber(
        match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|-?\d+(?:\.\d+)?(?=(?:%|ms|[smhd]|KB|MB|GB)(?!\w))/),
      ),
    quantity: () => match(/-?\d+(?:\.\d+)?\s+(?:%|(?:ms|[smhd]|KB|MB|GB)\b)/)?.[0],
    unit: () => match(/%|(?:ms|[smhd]|KB|MB|GB)\b/)?.[0],
    comparison: () => match(/(?:<=|>=|<|>)(?![<>=!])|is\b/)?.[0] as Comparison | undefined,
    text: () => unquote(match(/"(?:[^"\\]|\\.)*"/)?.[0]),
    word: () => match(/[^\s"]+/)?.[0],
    pointer: () =>
      steps(
        match(
          /\.(?![.\s\d])(?:[^\s.[\]"<>=]+|"[^"]*")?(?:\[\d+\]|\.(?:[^\s.[\]"<>=]+|"[^"]*"))*|\.(?=\s)|\.\[\d+\](?:\[\d+\]|\.(?:[^\s.[\]"<>=]+|"[^"]*"))*/,
        )?.[0],
      ),
    pattern: () => {
      const start = at
      const found = match(/\/((?:[^/\\]|\\.)+)\/([a-z]*)/)
      if (found === undefined) return undefined
      const [, pattern = '', flags = ''] = found
      const { problem } = compilePattern(pattern, flags)
      const read = { pattern, flags, span: span(start, start + found[0].length) }
      return problem === undefined ? read : { ...read, problem }
    },
  }
}

function blanks(text: string, at: number): number {
  let next = at
  while (next < text.length && /\s/.test(text[next] ?? '')) next++
  return next
}

function toNumber(match: RegExpExecArray | undefined): number | undefined {
  const number = match === undefined ? Number.NaN : Number(match[0])
  return Number.isFinite(number) ? number : undefined
}

function unquote(text: string | undefined): string | undefined {
  const escapes: Record<string, string> = { n: '\n', t: '\t' }
  return text?.slice(1, -1).replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter)
}

function steps(pointer: string | undefined): (string | number)[] | undefined {
  if (pointer === undefined) return undefined
  return [...pointer.matchAll(/\[(\d+)\]|"([^"]*)"|([^\s.[\]"]+)/g)].map(([, index, quoted, plain]) =>
    index === undefined ? (quoted ?? plain ?? '') : Number(index),
  )
}
