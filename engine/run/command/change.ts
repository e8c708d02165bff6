import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { unifiedDiff } from '../change/diff.ts'
import { editText, EditFault, type EditFormat } from '../change/edit.ts'
import { digestOfFile, readRegularFile, type FileState, type FileTraits } from '../change/file.ts'
import type { ChangeOrder } from '../change/main.ts'
import type { Unready } from '../commands.ts'
import { isUnready, unready, type Call, type Preparation } from './call.ts'
import { programPath } from './launch.ts'
import { expand, findProgram } from './text.ts'

/** `write` and `edit`: works out what the file will hold, and has our own program put it there. */
export async function prepareChange(preparation: Preparation): Promise<Call | Unready> {
  const found = await findFile(preparation)
  if (isUnready(found)) return found
  const { file, state } = found
  const after = afterOf(preparation, file, state)
  if (typeof after !== 'string') return after
  return callChange(preparation, { file, state, after: Buffer.from(after), traits: null, undo: false })
}

/** What a file is to become. */
export interface Wanted {
  readonly file: string
  readonly state: FileState | null
  readonly after: Buffer | null
  readonly traits: FileTraits | null
  readonly undo: boolean
}

/** Has our own program change a file; what it held is kept first. */
export function callChange({ as, redact }: Preparation, { file, state, after, traits, undo }: Wanted): Call {
  const before = state?.bytes.toString() ?? null
  const text = after?.toString() ?? ''
  const diff = after === null ? unifiedDiff('/dev/null', before, '') : unifiedDiff(file, before, text)
  const [from, to] = [digestOfFile(state?.bytes ?? null), digestOfFile(after)]
  const report = diff === '' ? `\`${file}\` is already so\n` : diff
  const order: ChangeOrder = {
    kind: 'change',
    file,
    before: from,
    after: after?.toString('base64') ?? null,
    traits,
    report,
  }
  const bytes = state?.bytes ?? null
  const keep = { file, before: from, after: to, traits: traitsOf(state), bytes }
  return {
    program: process.execPath,
    options: [programPath('change')],
    bootstrap: [as === undefined ? '3' : '0'],
    input: JSON.stringify(order),
    inputAt: as === undefined ? 3 : 0,
    session: 'none',
    change: { file, diff: redact(diff), before, after: text },
    backup: { ...keep, ...(as === undefined ? {} : { as }), ...(undo ? { undo } : {}) },
  }
}

function traitsOf(state: FileState | null): FileTraits | null {
  return state === null ? null : { mode: state.mode, uid: state.uid, gid: state.gid }
}

function afterOf({ block }: Preparation, file: string, state: FileState | null): string | Unready {
  const fence = `${block.script}\n`
  if (block.role === 'write') return fence
  const before = decode(state?.bytes ?? Buffer.alloc(0))
  if (before === undefined) return unready(`\`${file}\` is not a text in UTF-8`, 'change it with a program')
  try {
    return editText(block.language as EditFormat, before, fence)
  } catch (error) {
    if (!(error instanceof EditFault)) throw error
    return unready(
      `\`${file}\` cannot be edited: ${error.message}`,
      'correct the fence, or the file, by hand',
    )
  }
}

async function findFile(
  preparation: Preparation,
): Promise<{ readonly file: string; readonly state: FileState | null } | Unready> {
  const { block, bindings, directory } = preparation
  const named = expand(block.options.file ?? '', bindings)
  if ('missing' in named) {
    return unready(
      `\`file=\` uses \`$${named.missing}\`, which has no value`,
      `give \`${named.missing}\` a value`,
    )
  }
  if (named.text === '') return unready('the block names no file', 'write `file=PATH` behind its role')
  const file = resolve(directory, named.text)
  const looked = await lookAt(preparation, file)
  return isUnready(looked) ? looked : { file, state: looked.found }
}

/** What a file holds, `null` when there is none; read as the user who will change it. */
export async function lookAt(
  preparation: Preparation,
  file: string,
): Promise<{ readonly found: FileState | null } | Unready> {
  try {
    return { found: await readFileAs(preparation, file) }
  } catch (error) {
    return unready(
      error instanceof Error ? error.message : String(error),
      'name a regular file that can be read',
    )
  }
}

/** Milliseconds that another user's file may take to be read. */
const patience = 10_000

function readFileAs(
  { as, environment }: Preparation,
  file: string,
): Promise<FileState | null> | FileState | null {
  if (as === undefined) return readRegularFile(file)
  const sudo = findProgram('sudo', environment.PATH ?? '')
  if (sudo === undefined) throw new Error('`sudo` is not on PATH')
  const order: ChangeOrder = { kind: 'look', file }
  const words = ['-n', '-u', as, '--', process.execPath, programPath('change'), '0']
  return new Promise((done, refuse) => {
    const options = { env: environment, timeout: patience, maxBuffer: 16 * 1024 * 1024 }
    const child = execFile(sudo, words, options, (error, stdout, stderr) => {
      if (error !== null) return refuse(new Error(stderr.trim() || error.message))
      const state = JSON.parse(stdout) as (FileTraits & { readonly bytes: string }) | null
      return done(state && { ...state, bytes: Buffer.from(state.bytes, 'base64') })
    })
    child.stdin?.on('error', () => undefined).end(JSON.stringify(order))
  })
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
