export type Quoting = 'none' | 'single' | 'double' | 'here'

/** In which quotes an offset of a shell script stands: substitutions inside quotes begin anew. */
export function quotedAt(script: string, offset: number): Quoting {
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
  if (inHereDocument(script, offset)) return 'here'
  const top = stack.at(-1)
  return top === "'" ? 'single' : top === '"' ? 'double' : 'none'
}

function inHereDocument(script: string, offset: number): boolean {
  const lines = script.slice(0, offset).split('\n')
  let word = ''
  for (const line of lines.slice(0, -1)) {
    if (word === '') word = /<<-?\s*(\w+)/.exec(line)?.[1] ?? ''
    else if (line.trim() === word) word = ''
  }
  return word !== ''
}
