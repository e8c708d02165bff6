/** What a shell left behind when its session ended. */
export interface Leftover {
  readonly directory: string
  readonly variables: ReadonlyMap<string, string>
}

/**
 * Reads what the shell's exit trap wrote on descriptor 4: the working directory, a NUL, and the exported variables, as
 * bash's `declare -px` or as `env -0`. Nothing when it is missing or cut.
 */
export function readLeftover(bytes: Buffer, form: 'bash' | 'env'): Leftover | undefined {
  const end = bytes.indexOf(0)
  if (end < 0) return undefined
  const directory = bytes.subarray(0, end).toString().replace(/\n$/, '')
  const rest = bytes.subarray(end + 1)
  const variables = form === 'bash' ? readDeclarations(rest.toString('latin1')) : readEnvironment(rest)
  return directory.startsWith('/') ? { directory, variables } : undefined
}

function readEnvironment(bytes: Buffer): Map<string, string> {
  const entries = bytes.toString('utf8').split('\0').slice(0, -1)
  return new Map(
    entries.map((entry) => {
      const equals = entry.indexOf('=')
      return [entry.slice(0, equals), entry.slice(equals + 1)]
    }),
  )
}

const declaration =
  /declare -([A-Za-z-]+) ([A-Za-z_][A-Za-z0-9_]*)(?:=("(?:[^"\\]|\\[^])*"|\$'(?:[^'\\]|\\[^])*'))?\n/y

/** Reads `declare -px` byte by byte (latin1), because a value may be in any encoding. Arrays cannot be exported. */
function readDeclarations(text: string): Map<string, string> {
  const variables = new Map<string, string>()
  declaration.lastIndex = 0
  for (let found = declaration.exec(text); found !== null; found = declaration.exec(text)) {
    const [, flags = '', name = '', quoted] = found
    if (quoted !== undefined && !/[aA]/.test(flags)) variables.set(name, unquote(quoted))
  }
  return variables
}

function unquote(quoted: string): string {
  const bytes = quoted.startsWith('"')
    ? quoted.slice(1, -1).replaceAll(/\\(["\\$`])/g, '$1')
    : quoted.slice(2, -1).replaceAll(/\\([0-7]{1,3}|[^])/g, (_, code: string) => unescape(code))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

const controls: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function unescape(code: string): string {
  return /^[0-7]/.test(code) ? String.fromCharCode(parseInt(code, 8)) : (controls[code] ?? code)
}
