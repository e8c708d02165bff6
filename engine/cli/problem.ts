import { escapeText } from '../../renderers/terminal/escape.ts'
import { ignoreFailedWrite } from '../run/interrupts.ts'
import { errnoOf, errnoText, Refusal } from '../run/refusal.ts'
import { UserError, exit, type Exit } from './exit.ts'

/** Prints what went wrong in the frame of all messages; a stack is shown only for our own bugs. */
export function reportProblem(problem: unknown): Exit {
  if (problem instanceof UserError || problem instanceof Refusal) {
    say(`error: ${problem.message}\n`)
    if (problem.help !== undefined) say(`  = help: ${problem.help}\n`)
    return problem instanceof UserError ? problem.status : refusalStatus(problem)
  }
  if (isOfFiles(problem)) {
    say(`error: cannot use \`${problem.path}\`: ${errnoText(problem)}\n`)
    return exit.failed
  }
  if (isOfWriting(problem)) {
    say(`error: cannot write the answer: ${errnoText(problem)}\n`)
    return exit.failed
  }
  const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)
  say(`error: this is a fault of runbook itself, please report it\n${text}\n`)
  return exit.failed
}

/**
 * Says something on standard error, with what is invisible spelled out: messages repeat names of files, of runbooks
 * and of inputs, whatever those hold. When standard error takes nothing, the exit status still tells.
 */
export function say(text: string): void {
  if (!process.stderr.listeners('error').includes(ignoreFailedWrite))
    process.stderr.on('error', ignoreFailedWrite)
  process.stderr.write(escapeText(text))
}

/** A file or folder that the system refuses is no bug of ours. */
function isOfFiles(problem: unknown): problem is Error & { readonly path: string } {
  return (
    errnoOf(problem) !== undefined &&
    problem instanceof Error &&
    'path' in problem &&
    typeof problem.path === 'string'
  )
}

/** Standard output that takes nothing: a full disk, a closed descriptor. */
function isOfWriting(problem: unknown): boolean {
  return problem instanceof Error && 'syscall' in problem && problem.syscall === 'write'
}

/** A run that is not there, or is over, was named wrongly; everything else stops the engine. */
function refusalStatus({ code }: Refusal): Exit {
  return code === 'unknown-run' || code === 'ended-run' ? exit.usage : exit.failed
}
