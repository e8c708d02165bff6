import type { Codes } from '../style.ts'

/** A piece of a line of code, and how it looks; like any text when that is not said. */
export interface Tinted {
  readonly text: string
  readonly look?: keyof Codes
}

const tints = {
  comment: 'dim',
  text: 'green',
  value: 'cyan',
  word: 'bold',
  added: 'green',
  removed: 'red',
} as const
type Kind = keyof typeof tints

const texts = String.raw`"(?:[^"\\]|\\.)*"|'[^']*'`
const numbers = String.raw`(?<![\w.-])\d+(?:\.\d+)?(?![\w.-])`

/** What a language is read by: each alternative is a kind. Comments and texts that go over several lines are left plain. */
function reader(comment: string, value: string, words: string, flags = ''): RegExp {
  const word = words === '' ? '(?!)' : String.raw`\b(?:${words})\b`
  return new RegExp(
    `(?<comment>${comment})|(?<text>${texts})|(?<value>${value}|${numbers})|(?<word>${word})`,
    `g${flags}`,
  )
}

const hash = String.raw`(?:(?<=\s)|^)#.*$`
const shell = reader(
  hash,
  String.raw`\$(?:\w+|\{[^}]*\}|[@*#?$!-])|(?<=^|\s)--?[A-Za-z][\w-]*`,
  'if|then|elif|else|fi|for|while|until|do|done|case|esac|in|function|return|exit|export|local|set|trap|sudo',
)
const sql = reader(
  '--.*$',
  String.raw`:'?\w+'?`,
  'select|from|where|and|or|not|null|is|in|as|on|join|left|right|inner|outer|group|order|by|having|limit|insert|into|values|update|set|delete|create|alter|drop|table|index|begin|commit|rollback|explain|analyze|vacuum|with|union|case|when|then|else|end|count|like|between',
  'i',
)
const script = reader(
  String.raw`${hash}|\/\/.*$`,
  String.raw`\b(?:True|False|None|true|false|null|undefined)\b`,
  'def|class|import|from|return|if|elif|else|for|while|in|not|and|or|try|except|finally|with|as|raise|const|let|function|await|async|new|throw',
)
const settings = reader(hash, String.raw`\b(?:true|false|null|yes|no)\b`, String.raw`[\w.-]+(?=\s*[:=])`)
const change = /^(?:(?<word>(?:---|\+\+\+) .*)|(?<value>@@.*)|(?<added>\+.*)|(?<removed>-.*))$/g

const readers: Readonly<Record<string, RegExp>> = {
  bash: shell,
  sh: shell,
  sql,
  python: script,
  node: script,
  json: settings,
  yaml: settings,
  toml: settings,
  ini: settings,
  diff: change,
}

/** Longer lines are not read: nobody would see more of them for it. */
const longest = 2000

/**
 * One line of code in pieces, for eyes that look for what matters: comments, texts, values, words of the language. It
 * reads line by line and guesses where a text goes on; the words are always those of the line.
 */
export function tinted(line: string, language: string): Tinted[] {
  const pattern = readers[language]
  if (pattern === undefined || line.length > longest) return [{ text: line }]
  const pieces: Tinted[] = []
  let at = 0
  for (const found of line.matchAll(pattern)) {
    const kind = (Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ??
      'word') as Kind
    if (found.index > at) pieces.push({ text: line.slice(at, found.index) })
    pieces.push({ text: found[0], look: tints[kind] })
    at = found.index + found[0].length
  }
  return at < line.length ? [...pieces, { text: line.slice(at) }] : pieces
}
