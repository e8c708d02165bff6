import type { Runbook } from './model.ts'

/** `$NAME` or `${NAME}` in the text of a message; `\$` is a dollar sign. */
export const messageName = /(?<!\\)\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g

/** What a message may say about its run, beside inputs and values, and where each comes from. */
export const runNames = {
  RUNBOOK_ID: 'the id of the runbook that was started',
  RUNBOOK_TITLE: 'its title',
  RUNBOOK_SEVERITY: 'its severity',
  RUNBOOK_SERVICE: 'its service',
  RUNBOOK_RUN_ID: 'the name of the run',
  RUNBOOK_INCIDENT: 'the incident that it was started for',
  RUNBOOK_OPERATOR: 'who runs it',
  RUNBOOK_STARTED: 'when it was started, in UTC',
  RUNBOOK_NOW: 'the time at which the message is filled in, in UTC',
  RUNBOOK_ELAPSED: 'how long it has been going on',
} as const

/** Names of the inputs of a runbook that are secrets. */
export function secretNames({ frontmatter }: Pick<Runbook, 'frontmatter'>): ReadonlySet<string> {
  const secrets = Object.entries(frontmatter.inputs).filter(([, { type }]) => type === 'secret')
  return new Set(secrets.map(([name]) => name))
}

/**
 * Fills in the text of a message. A name that has no value stays readable and is told; a dollar sign that is escaped loses
 * its backslash.
 * @param valueOf gives nothing for a name without a value; never asked for secrets by its callers
 */
export function fillMessage(
  text: string,
  valueOf: (name: string) => string | undefined,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>()
  const filled = text.replaceAll(messageName, (_, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? ''
    const value = valueOf(name)
    if (value === undefined) missing.add(name)
    return value ?? `(${name}: not known)`
  })
  return { text: filled.replaceAll('\\$', '$'), missing: [...missing] }
}
