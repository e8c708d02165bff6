import { Command, CommanderError } from 'commander'
import { engineVersion } from '../library/installation.ts'
import { exit } from './exit.ts'
import { reportProblem } from './problem.ts'
import { verbs } from './verbs.ts'

/** Builds the command line, runs the words, and sets the exit status. Never throws. */
export async function runProgram(words: readonly string[]): Promise<void> {
  const program = buildProgram()
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (problem) {
    process.exitCode = problem instanceof CommanderError ? usageStatus(problem) : reportProblem(problem)
  }
}

/** The whole command line, without anything that a verb needs to do its work. */
export function buildProgram(): Command {
  const program = new Command('runbook')
    .description('Runbooks that run: Markdown that an operator reads and a state machine executes.')
    .version(engineVersion(), '-V, --version', 'print the version')
    .option('--library <dir>', 'folder of runbooks (default: `runbooks/` found upwards from here)')
    .option('--json', 'answer as JSON on standard output')
    .option('--quiet', 'say only what matters')
    .option('--no-color', 'no colours (also NO_COLOR)')
    .helpOption('-h, --help', 'explain a command')
    .showHelpAfterError('(`runbook --help` lists the commands)')
    .showSuggestionAfterError()
    .exitOverride()
  for (const register of verbs) register(program)
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program)
  return program
}

/** Help and version are answers; everything else that commander refuses is wrong usage. */
function usageStatus(problem: CommanderError): number {
  return problem.exitCode === 0 ? exit.ok : exit.usage
}
