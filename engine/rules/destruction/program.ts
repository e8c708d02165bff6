import type { Reading } from '../reading.ts'
import type { ShellWord } from '../shell/commands.ts'
import { withoutComments } from '../shell/comments.ts'
import type { Harm } from './finding.ts'
import { harmInShell, placedIn } from './shell.ts'
import { harmInSql } from './sql.ts'

const calls: readonly { readonly call: RegExp; readonly does: string }[] = [
  {
    call: /\b(shutil\.rmtree|os\.removedirs|rimraf(?:\.sync)?|fs(?:Promises)?\.(?:rm|rmdir)(?:Sync)?|(?<!\.)rm(?:Sync)?)\s*\(/g,
    does: 'deletes folders',
  },
  {
    call: /\b(os\.(?:remove|unlink|rmdir)|fs(?:Promises)?\.unlink(?:Sync)?|(?<!\.)unlinkSync)\s*\(|(\.unlink)\s*\(/g,
    does: 'deletes a file',
  },
  { call: /\b((?:fs\.)?truncate(?:Sync)?|os\.truncate)\s*\(/g, does: 'empties a file' },
  { call: /\b(os\.kill(?:pg)?|process\.kill)\s*\(/g, does: 'ends a process' },
  {
    call: /\b((?:requests|httpx|axios|session|client|got)\.delete)\s*\(/g,
    does: 'sends a request that deletes',
  },
  { call: /\b(method)\s*[:=]\s*['"]DELETE['"]/g, does: 'sends a request that deletes' },
  {
    call: /\.(drop_database|drop_table|dropDatabase|delete_many|deleteMany|flushall|flushdb)\s*\(/g,
    does: 'deletes from a database',
  },
]

/**
 * What a `python` or `node` block does that destroys. There is no syntax tree here: known calls are found by their
 * names, outside of comments, and texts that are given to a shell or to a database are judged by those languages' parsers.
 * A program that hides what it does (a name built at run time) is not seen.
 */
export function harmInProgram(script: string, language: 'python' | 'node', reading: Reading): Harm[] {
  const text = withoutComments(script, language)
  const found = [...calledIn(text), ...commandsGiven(text, reading), ...statementsGiven(text, reading)]
  return found.sort((a, b) => a.span.start - b.span.start)
}

function calledIn(text: string): Harm[] {
  return calls.flatMap(({ call, does }) =>
    [...text.matchAll(call)].map((match): Harm => {
      const name = (match[1] ?? match[2] ?? match[0]).trim()
      const start = match.index + match[0].indexOf(name)
      return { span: { start, end: start + name.length }, name, does, alert: 'CAUTION' }
    }),
  )
}

const starters =
  /\b(?:os\.(?:system|popen)|subprocess\.\w+|check_call|check_output|execa?(?:Sync|File|FileSync|Command)?|spawn(?:Sync)?)\s*\(\s*/g

/** Texts that are given to a shell, and lists of words that are given to a program. */
function commandsGiven(text: string, reading: Reading): Harm[] {
  return [...text.matchAll(starters)].flatMap((match) => {
    const words = literalsAt(text, match.index + match[0].length)
    const [first] = words
    if (first === undefined) return []
    if (words.length === 1 || /\s/.test(first.value))
      return placedIn(first, harmInShell(first.value, reading))
    const span = { start: first.span.start, end: words.at(-1)?.span.end ?? first.span.end }
    return harmInShell(words.map((word) => word.value).join(' '), reading).map((harm) => ({ ...harm, span }))
  })
}

function statementsGiven(text: string, reading: Reading): Harm[] {
  const calls = text.matchAll(/\b(?:execute|executemany|executescript|query|exec|run|raw|prepare)\s*\(\s*/g)
  return [...calls].flatMap((match) => {
    const [first] = literalsAt(text, match.index + match[0].length)
    return first && /^\s*\w+\s/.test(first.value) ? placedIn(first, harmInSql(first.value, reading)) : []
  })
}

/** Texts in quotes that begin right at an offset, and those that follow them in a list. */
function literalsAt(text: string, from: number): ShellWord[] {
  const quoted = /[[\s,]*[fr]?("""|'''|"|'|`)([\s\S]*?)\1/y
  quoted.lastIndex = from
  const found: ShellWord[] = []
  for (let match = quoted.exec(text); match !== null; match = quoted.exec(text)) {
    const value = match[2] ?? ''
    const end = match.index + match[0].length - (match[1]?.length ?? 1) + 1
    found.push({ value, text: `"${value}"`, span: { start: end - value.length - 2, end }, globs: false })
  }
  return found
}
