import { spawn, type SpawnOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import type { RunScreen } from '../../../renderers/terminal/model/run-screen.ts'
import { findStart } from '../../run/supervisor/records.ts'
import { lineStarts, positionAt } from '../../source.ts'

/**
 * Opens the text that runs, at the section where the run stands, in `$PAGER`, else `$EDITOR`, else `less`. It is the
 * pinned copy: what is changed in it does not change the run. Gives a word about it.
 */
export async function openSection({ at, view }: RunScreen): Promise<string> {
  if (at === undefined || view === undefined) return '  there is no section yet'
  const { line } = positionAt(lineStarts(at.runbook.text), at.section.span.start)
  const pinned = join(view.directory, 'runbook.md')
  const file = at.runbook.path === view.machine.start && existsSync(pinned) ? pinned : at.runbook.path
  const program = process.env.PAGER || process.env.EDITOR || 'less'
  const status = await foreground(`${program} "+$1" "$2"`, [String(line), file])
  return status === 0 ? '' : `  \`${escapeLine(program)}\` ended with ${status}`
}

/** Copies what the command that ran last has printed so far into the current folder. Gives a word about it. */
export async function saveOutput({ command, view }: RunScreen): Promise<string> {
  if (command === undefined || view === undefined) return '  there is no output to save'
  const { place } = command.command
  const start = findStart(view.directory, { place, attempt: command.attempt })
  if (start === undefined) return '  that command never started'
  const name = `${place.section.replaceAll(/[^\w-]/g, '-')}-${command.attempt}.out`
  const output = join(view.directory, 'output', `${start.stem}.out`)
  if (!existsSync(output)) return '  that command has printed nothing'
  await copyFile(output, name)
  return `  saved as ${escapeLine(resolve(name))}`
}

/** Opens the operator's own shell with the variables of a run, and gives its exit status when it has ended. */
export function openShell(directory: string, variables: Readonly<Record<string, string>>): Promise<number> {
  const names = Object.keys(variables).join(', ')
  process.stderr.write(
    `a shell in ${escapeLine(directory)} with ${escapeLine(names)}; secrets are left out\n`,
  )
  process.stderr.write('`exit` comes back to the run; what you do here is not recorded\n')
  return foreground('exec "${SHELL:-sh}"', [], { cwd: directory, env: { ...process.env, ...variables } })
}

/** Runs a command of the operator's own at the terminal, and waits for its end. */
function foreground(command: string, words: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn('sh', ['-c', command, 'sh', ...words], { ...options, stdio: 'inherit' })
    child.on('error', () => done(127))
    child.on('exit', (code) => done(code ?? 1))
  })
}
