/** `literal`: a here-document whose word is quoted, in which the shell fills in nothing. */
export type Quoting = 'none' | 'single' | 'double' | 'here' | 'literal'

/** In which quotes an offset of a shell script stands: substitutions inside quotes begin anew. */
export function quotedAt(script: string, offset: number): Quoting {
  const here = hereDocumentAt(script, offset)
  if (here !== undefined) return here
  const stack: ('(' | '"' | "'")[] = []
  for (let at = 0; at < offset; at++) {
    const letter = script[at]
    const top = stack.at(-1)
    if (top === "'") {
      if (letter === "'") stack.pop()
    } else if (letter === '\\') at++
    else if (letter === '"' && top === '"') stack.pop()
    else if (letter === '"') stack.push('"')
    else if (letter === "'" && top !== '"') stack.push("'")
    else if (letter === '$' && script[at + 1] === '(') {
      stack.push('(')
      at++
    } else if (letter === ')' && top === '(') stack.pop()
    else if (
      letter === '#' &&
      top === undefined &&
      /^|\s/.test(script[at - 1] ?? ' ') &&
      /(?:^|\s)$/.test(script.slice(0, at))
    ) {
      const end = script.indexOf('\n', at)
      if (end < 0 || end >= offset) return 'none'
      at = end
    }
  }
  const top = stack.at(-1)
  return top === "'" ? 'single' : top === '"' ? 'double' : 'none'
}

function hereDocumentAt(script: string, offset: number): 'here' | 'literal' | undefined {
  let open: { readonly word: string; readonly isQuoted: boolean } | undefined
  for (const line of script.slice(0, offset).split('\n').slice(0, -1)) {
    const [, quote = '', word] = /<<-?\s*(["']?)(\w+)\1/.exec(line) ?? []
    if (open !== undefined) open = line.trim() === open.word ? undefined : open
    else if (word !== undefined) open = { word, isQuoted: quote !== '' }
  }
  return open === undefined ? undefined : open.isQuoted ? 'literal' : 'here'
}
