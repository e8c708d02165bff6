import { blocksOf, isShell, spanInSource } from './blocks.ts'
import { interactiveName } from './commands/interactive.ts'
import type { Rule } from './rule.ts'

/** A command that waits for a person at a terminal: a block has none, its input is closed. */
export const interactiveCommand: Rule = (runbook, reading) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (!isShell(block)) return []
    const definesFunctions = /^\s*(?:function\s+[\w-]+|[\w-]+\s*\(\))/m.test(block.script)
    return reading.started(block.script).flatMap((started) => {
      const name = interactiveName(started, definesFunctions)
      if (name === undefined) return []
      const { start, end } = started.command.span
      return [
        {
          code: 'interactive-command' as const,
          severity: 'warning' as const,
          path: runbook.path,
          message: `\`${name}\` waits for somebody at a terminal, and a block has none`,
          span: spanInSource(block, start, end),
          label: 'it would fail, or stand still',
          help: helpFor(name),
        },
      ]
    })
  })

/** The form of a command that needs nobody; how to say it by hand when there is none. */
function helpFor(name: string): string {
  const program = name.split(' ')[0] ?? name
  const known: Readonly<Record<string, string>> = {
    ssh: 'name the command that is to run there: `ssh HOST COMMAND`',
    psql: 'give it the statement, `psql -c "…"`, or write a `sql` block',
    mysql: 'give it the statement, `mysql -e "…"`, and the password in a file or the environment',
    top: 'write `top -b -n 1`',
    read: 'declare an input in the frontmatter: it is asked for before the run',
    docker: 'leave out `-t`',
    terraform: 'save the plan with `terraform plan -out=FILE` and apply that file, or write `-auto-approve`',
    kubectl: 'write `kubectl patch` or `kubectl apply`, or an **Action** that a person does',
    apt: 'write `-y` behind it',
    'apt-get': 'write `-y` behind it',
    vi: 'write an `edit` block that sets the keys',
    vim: 'write an `edit` block that sets the keys',
    nano: 'write an `edit` block that sets the keys',
    crontab: 'write a `write` block with a file below `/etc/cron.d`',
  }
  return known[program] ?? 'use the form of it that asks nothing, or write an **Action** that a person does'
}
