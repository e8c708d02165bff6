import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CancellationToken, Connection } from 'vscode-languageserver/node'
import { dryRunCommand } from './capabilities.ts'
import type { Desk } from './desk.ts'
import { fileOf } from './edited-library.ts'

/** What the command gives back to an editor that asks for it itself. */
export interface DryRun {
  /** The plan as `runbook run FILE --dry-run` prints it, or why there is none. */
  readonly text: string
  /** Its exit status; `null` when it was stopped. */
  readonly status: number | null
}

/** Milliseconds after which a dry run is given up. */
const patience = 60_000

/**
 * Answers the command of the code lens: runs `runbook run FILE --dry-run` in a process of its own, and shows the plan.
 * @param program the words that start this program
 */
export function answerDryRuns(connection: Connection, program: readonly string[], desk: () => Desk): void {
  const plans: string[] = []
  process.on('exit', () => plans.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
  connection.onExecuteCommand(async ({ command, arguments: words }, cancelled) => {
    const uri: unknown = words?.[0]
    const file = command === dryRunCommand && typeof uri === 'string' ? fileOf(uri) : undefined
    if (file === undefined || typeof uri !== 'string') return null
    const sheet = desk().library.sheetAt(uri)
    const unsaved = sheet !== undefined && desk().library.isUnsaved(sheet)
    const ended = await dryRun(file, program, desk().library.root, cancelled)
    const note = unsaved ? 'note: this is the plan of the saved file; save it to see your last edits\n\n' : ''
    const answer: DryRun = { ...ended, text: note + ended.text }
    if (desk().abilities.showsFiles) plans.push(await showPlan(connection, file, answer.text))
    else connection.console.log(answer.text)
    return answer
  })
}

function dryRun(
  file: string,
  program: readonly string[],
  directory: string,
  cancelled: CancellationToken,
): Promise<DryRun> {
  const [node = process.execPath, ...words] = program
  return new Promise((done) => {
    const child = execFile(
      node,
      [...words, 'run', file, '--dry-run', '--no-color'],
      { cwd: directory, timeout: patience, maxBuffer: 16 * 1024 * 1024, encoding: 'utf8' },
      (_error, stdout, stderr) => done({ text: stdout + stderr, status: child.exitCode }),
    )
    child.stdin?.end()
    cancelled.onCancellationRequested(() => child.kill())
  })
}

/** Shows a text as a file of its own, which goes when the server does. */
async function showPlan(connection: Connection, file: string, text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-plan-'))
  const plan = join(folder, `${basename(file, '.md')}.plan.txt`)
  writeFileSync(plan, text, { mode: 0o600 })
  await connection.window.showDocument({ uri: pathToFileURL(plan).href, takeFocus: true })
  return folder
}
