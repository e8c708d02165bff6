import type { Command } from 'commander'

/** The flags by which `run` and `resume` are answered ahead of time. */
export function withAnswers(command: Command): Command {
  return command
    .option('--step', 'pause before every block')
    .option('-y, --yes', 'answer [!WARNING] gates; never [!CAUTION]')
    .option(
      '--confirm <section=text>',
      'type the text of a [!CAUTION] gate ahead of time (repeatable)',
      collect,
    )
    .option('--choose <section=answer>', 'take this branch of a decision (repeatable)', collect)
    .option('--post <section>', 'post the messages of this section (repeatable)', collect)
    .option('--done <section>', 'this manual step is done (repeatable)', collect)
    .option('--tick <section>', 'every item of this checklist is ticked (repeatable)', collect)
    .option('--non-interactive', 'ask nobody: what cannot be answered fails the run')
}

/** Gathers a flag that may stand several times. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}
