import { Command, CommanderError } from 'commander'
import { engineVersion } from '../library/installation.ts'
import { exit } from './exit.ts'
import { reportProblem, say } from './problem.ts'
import { settingsOf } from './settings.ts'
import { isTerminal } from './streams.ts'
import { usageText } from './usage.ts'
import { verbs } from './verbs.ts'

const firstSteps = `
first steps: \`runbook list\` shows what there is, \`runbook show ID\` lets you read it, \`runbook run ID --dry-run\`
shows what it would do, and \`runbook run ID\` does it, asking before anything changes`

/** Runs the verb that this process was started with, and sets the exit status. Never throws. */
export function start(): void {
  // Nothing waits any more: to take the whole heap apart first, as Node would, costs a start a millisecond or two.
  process.once('beforeExit', () => process.exit())
  void runProgram(process.argv.slice(2))
}

async function runProgram(words: readonly string[]): Promise<void> {
  process.on('uncaughtException', leave)
  try {
    const program = await buildProgram(words)
    explainUsage(program)
    if (await startedFinder(program, words)) return
    await program.parseAsync(words, { from: 'user' })
  } catch (problem) {
    process.exitCode = problem instanceof CommanderError ? usageStatus(problem) : statusOf(problem)
  }
}

/** `runbook` without a verb at a terminal is the finder; elsewhere it is the help page. */
async function startedFinder(program: Command, words: readonly string[]): Promise<boolean> {
  if (!isTerminal('stdin') || words.some((word) => /^(-h|--help|-V|--version)$/.test(word))) return false
  const { operands, unknown } = program.parseOptions([...words])
  if (operands.length + unknown.length > 0) return false
  const settings = settingsOf(program)
  const { canDraw } = await import('./run/form.ts')
  if (!canDraw(settings)) return false
  const { finder } = await import('./actions/finder.ts')
  process.exitCode = await finder(settings)
  return true
}

/** A reader that has seen enough (`| head`) closes the pipe: that is no fault, and nobody is left to hear of it. */
function statusOf(problem: unknown): number {
  const closed = problem instanceof Error && 'code' in problem && problem.code === 'EPIPE'
  return closed ? exit.ok : reportProblem(problem)
}

function leave(problem: unknown): never {
  process.exit(statusOf(problem))
}

/** Says wrong usage in our words, at every command. */
function explainUsage(command: Command, words: readonly string[] = []): void {
  const verb = words.length === 0 ? undefined : words.join(' ')
  command.configureOutput({ outputError: (text) => say(usageText(text, verb)) })
  for (const one of command.commands) {
    one.copyInheritedSettings(command)
    explainUsage(one, [...words, one.name()])
  }
}

/** The command line as far as the words need it: the verb that they begin with, or all of them. */
async function buildProgram(words: readonly string[]): Promise<Command> {
  const program = new Command('runbook')
    .description('Runbooks that run: Markdown that an operator reads and a state machine executes.')
    .version(engineVersion(), '-V, --version', 'print the version')
    .option('--library <dir>', 'folder of runbooks (default: `runbooks/` found upwards from here)')
    .option('--json', 'answer as JSON on standard output')
    .option('--quiet', 'say only what matters')
    .option('--plain', 'print lines instead of drawing a screen')
    .option('--screen-reader', 'plain lines that read well aloud')
    .option('--no-color', 'no colours (also NO_COLOR)')
    .helpOption('-h, --help', 'explain a command')
    .exitOverride()
  const only = verbs[words[0] ?? '']
  if (only !== undefined) {
    only(program)
    return program
  }
  for (const register of Object.values(verbs)) register(program)
  program.addHelpText('after', firstSteps)
  await addCompletionVerb(program, words)
  return program
}

/** Only `completion`, `complete` and the help page need it; loading it costs every other verb time. */
async function addCompletionVerb(program: Command, words: readonly string[]): Promise<void> {
  const [verb] = words
  if (verb === 'completion' || verb === 'complete')
    await (await import('./completion.ts')).addCompletion(program, words)
  else
    program
      .command('completion')
      .argument('<shell>')
      .description('print the completion script of bash, zsh, fish or powershell')
}

/** Help and version are answers; everything else that commander refuses is wrong usage. */
function usageStatus(problem: CommanderError): number {
  return problem.exitCode === 0 ? exit.ok : exit.usage
}
