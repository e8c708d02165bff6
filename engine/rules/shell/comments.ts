import type { Language } from '../../model.ts'

const marks: Readonly<Partial<Record<Language, RegExp>>> = {
  bash: /(?<=^|\s)#/,
  sh: /(?<=^|\s)#/,
  python: /#/,
  node: /\/\//,
  sql: /--/,
  http: /^(#|\/\/)/,
  promql: /#/,
  toml: /(?<=^|\s)#/,
  yaml: /(?<=^|\s)#/,
  ini: /^\s*[#;]/,
}

/** The text with every comment blanked out, so that offsets stay true; each line is read by itself. */
export function withoutComments(text: string, language: Language): string {
  const mark = marks[language]
  if (mark === undefined) return text
  return text.replaceAll(/.+/g, (line) => {
    const start = commentStart(line, mark)
    return start === -1 ? line : line.slice(0, start) + ' '.repeat(line.length - start)
  })
}

/** The first mark of a comment outside of quotes. */
function commentStart(line: string, mark: RegExp): number {
  const bare = line.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => '_'.repeat(quoted.length))
  return bare.search(mark)
}
