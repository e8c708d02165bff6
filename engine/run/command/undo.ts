import { backupsToRestore, type Restorable } from '../change/backup.ts'
import { digestOfFile, type FileState } from '../change/file.ts'
import type { Unready } from '../commands.ts'
import { isUnready, unready, type Call, type Preparation } from './call.ts'
import { callChange, lookAt } from './change.ts'

/** The undoing of what this block changed in this run, wherever its `file=` would lead by now. */
export async function prepareUndo(preparation: Preparation): Promise<Call | Unready> {
  const { output, place } = preparation
  const kept: Undoing[] = []
  for (const restorable of backupsToRestore(output, place)) {
    const { file } = restorable.backup
    const state = await lookAt(preparation, file)
    if (isUnready(state)) return state
    kept.push({ restorable, file, state: state.found })
  }
  const changed = kept.filter(({ restorable, state }) => digestOf(state) !== restorable.backup.before)
  const [undoing = kept.at(-1), other] = changed
  if (undoing === undefined) {
    return unready('nothing was changed by this block', 'there is nothing to undo: skip it')
  }
  const byHand = `compare it with the backup in \`${output}\`, and put it right by hand`
  if (other !== undefined) {
    return unready(`this block changed \`${undoing.file}\` and then \`${other.file}\``, byHand)
  }
  const { restorable, file, state } = undoing
  if (changed.length > 0 && digestOf(state) !== restorable.last) {
    return unready(`\`${file}\` was changed by somebody else meanwhile`, byHand)
  }
  const { bytes, backup } = restorable
  return callChange(preparation, { file, state, after: bytes, traits: backup.traits, undo: true })
}

interface Undoing {
  readonly restorable: Restorable
  readonly file: string
  readonly state: FileState | null
}

function digestOf(state: FileState | null): string | null {
  return digestOfFile(state?.bytes ?? null)
}
