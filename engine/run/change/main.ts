import { readFileSync } from 'node:fs'
import {
  digestOfFile,
  readRegularFile,
  removeRegularFile,
  replaceRegularFile,
  type FileTraits,
} from './file.ts'

/** What this program is told, as JSON on the descriptor that its first argument names. */
export type ChangeOrder =
  /** Say what the file holds, as JSON on standard output. */
  | { readonly kind: 'look'; readonly file: string }
  | {
      readonly kind: 'change'
      readonly file: string
      /** SHA-256 of the bytes that were confirmed, `null` for no file. */
      readonly before: string | null
      /** The bytes to be, in base64; `null` takes the file away. */
      readonly after: string | null
      /** Mode and owner to give; `null` leaves those of the file, or the usual ones of a new file. */
      readonly traits: FileTraits | null
      /** What to say when it is done. */
      readonly report: string
    }

try {
  obey(JSON.parse(readFileSync(Number(process.argv[2] ?? '3'), 'utf8')) as ChangeOrder)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function obey(order: ChangeOrder): void {
  if (order.kind === 'look') process.stdout.write(JSON.stringify(look(order.file)))
  else change(order)
}

function look(file: string): unknown {
  const state = readRegularFile(file)
  return state && { ...state, bytes: state.bytes.toString('base64') }
}

function change({ file, before, after, traits, report }: Extract<ChangeOrder, { kind: 'change' }>): void {
  const state = readRegularFile(file)
  const bytes = after === null ? null : Buffer.from(after, 'base64')
  const now = digestOfFile(state?.bytes ?? null)
  if (now !== before && now !== digestOfFile(bytes)) {
    throw new Error(`\`${file}\` is not what was shown any more; nothing was changed`)
  }
  if (bytes === null) {
    if (state !== null) removeRegularFile(file)
  } else if (now !== digestOfFile(bytes) || traits !== null) replaceRegularFile(file, bytes, traits ?? state)
  process.stdout.write(report)
}
