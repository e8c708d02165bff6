import type { SessionChange } from '../../outcome.ts'
import { readLeftover } from './exports.ts'
import type { Redaction } from './mask.ts'
import { isDeniedExport, isShellOwn } from './names.ts'

/** Bytes of a shell's leftover that are kept; a larger one is not handed on. */
const most = 4 * 1024 * 1024
const ending = Buffer.from('\0\0')

/** Gathers what a shell says on descriptor 4 when its session ends. */
export class SessionReader {
  #parts: Buffer[] = []
  #size = 0
  #finish: () => void = () => undefined
  /** Resolves when all of it is here. */
  readonly complete: Promise<void> = new Promise((resolve) => {
    this.#finish = resolve
  })

  take(bytes: Buffer): void {
    if (this.#size > most) return
    this.#parts.push(Buffer.from(bytes))
    this.#size += bytes.length
    if (Buffer.concat(this.#parts.slice(-2)).subarray(-2).equals(ending)) this.#finish()
  }

  /** What it said, without the ending; nothing when the ending is missing. */
  get bytes(): Buffer | undefined {
    const all = Buffer.concat(this.#parts)
    return all.length > 2 && all.subarray(-2).equals(ending) ? all.subarray(0, -1) : undefined
  }
}

/**
 * What a shell block changed for those after it: against the environment that it was given. Nothing that holds a
 * secret goes on, and nothing that an input or the engine names.
 */
export function sessionChange(
  leftover: { readonly bytes: Buffer; readonly form: 'bash' | 'env' },
  given: Readonly<Record<string, string>>,
  inputs: ReadonlySet<string>,
  redaction: Redaction,
): { readonly change?: SessionChange; readonly notices: readonly string[] } {
  const read = readLeftover(leftover.bytes, leftover.form)
  if (read === undefined) return { notices: ['what the block exported cannot be read, and is not handed on'] }
  const exports: Record<string, string | null> = {}
  const notices: string[] = []
  for (const [name, value] of read.variables) {
    if (given[name] === value || isShellOwn(name)) continue
    const why = whyKept(name, value, inputs, redaction)
    if (why === undefined) exports[name] = value
    else notices.push(`the variable \`${name}\` ${why} and is not handed on`)
  }
  for (const name of Object.keys(given)) {
    const unset = !read.variables.has(name) && !isShellOwn(name) && !inputs.has(name)
    if (unset && !isDeniedExport(name)) exports[name] = null
  }
  if (redaction.text(read.directory) !== read.directory) {
    return { notices: [...notices, 'the working directory holds a secret and is not handed on'] }
  }
  return { change: { directory: read.directory, exports }, notices }
}

function whyKept(
  name: string,
  value: string,
  inputs: ReadonlySet<string>,
  redaction: Redaction,
): string | undefined {
  if (inputs.has(name)) return 'is an input'
  if (isDeniedExport(name)) return 'would become code'
  if (redaction.text(value) !== value) return 'holds a secret'
  return undefined
}
