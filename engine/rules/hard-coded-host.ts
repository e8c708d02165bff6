import type { Configuration } from '../configuration.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import type { Span } from '../source.ts'
import { blocksOf, isProgram, spanInSource } from './blocks.ts'
import type { Rule } from './rule.ts'
import { withoutComments } from './shell/comments.ts'
import { type NamedHost, hostsIn, hostsLike } from './texts/hosts.ts'

/** A command that names one machine: it is replaced, and the runbook then acts on whoever has the name. */
export const hardCodedHost: Rule = (runbook) =>
  hostsOf(runbook, hostsIn).map(({ host, span }) =>
    finding(runbook, span, `\`${host}\` is one machine, and this command means it for ever`),
  )

/** A command that names a machine of an environment, as the configuration lists them. */
export function environmentHosts(
  runbook: Runbook,
  { environments }: Pick<Configuration, 'environments'>,
): Diagnostic[] {
  const listed = Object.entries(environments)
  if (listed.length === 0) return []
  const told = new Set(hostsOf(runbook, hostsIn).map(({ span }) => span.start))
  return listed.flatMap(([environment, { hosts }]) =>
    hostsOf(runbook, (script) => hostsLike(script, hosts))
      .filter(({ span }) => !told.has(span.start))
      .map(({ host, span }) =>
        finding(
          runbook,
          span,
          `\`${host}\` belongs to the environment \`${environment}\`, and this command always means it`,
        ),
      ),
  )
}

function hostsOf(runbook: Runbook, find: (script: string) => NamedHost[]): NamedHost[] {
  return blocksOf(runbook).flatMap(({ block }) => {
    if (!isProgram(block) || block.role === 'message') return []
    return find(withoutComments(block.script, block.language)).map(({ host, span }) => ({
      host,
      span: spanInSource(block, span.start, span.end),
    }))
  })
}

function finding({ path }: Runbook, span: Span, message: string): Diagnostic {
  return {
    code: 'hard-coded-host',
    severity: 'warning',
    path,
    message,
    span,
    label: 'it moves, or another one gets its name',
    help: 'declare an input of the type `host` or `url` with this as its default, and write `"$NAME"` here',
  }
}
