import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Puts a text on the clipboard of the terminal, where it allows that (OSC 52). */
export function copyText(text: string): void {
  process.stderr.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`)
}

/** Opens `$VISUAL`, `$EDITOR` or vi on a file that only this user can read; nothing when the editor failed. */
export function editText(text: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-message-'))
  const file = join(folder, 'message.md')
  try {
    writeFileSync(file, `${text}\n`, { mode: 0o600 })
    const editor = process.env.VISUAL ?? process.env.EDITOR ?? 'vi'
    const { status } = spawnSync('sh', ['-c', `${editor} "$1"`, editor, file], { stdio: 'inherit' })
    return status === 0 ? readFileSync(file, 'utf8').replace(/\n+$/, '') : undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
