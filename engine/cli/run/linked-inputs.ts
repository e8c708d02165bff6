import type { RunMachine } from '../../machine/types.ts'
import type { InputDeclaration, Runbook } from '../../model.ts'
import type { Bindings } from '../../run/commands.ts'

/**
 * What linked runbooks will need and nobody has given, one note a runbook. The run starts all the same: it may never
 * come to them.
 */
export function missingLater(
  machine: RunMachine,
  bindings: Bindings,
): { readonly message: string; readonly help: string }[] {
  return [...machine.runbooks.values()].flatMap((runbook) => {
    const missing = missingIn(runbook, bindings)
    if (runbook.path === machine.start || missing.length === 0) return []
    const names = missing.map(([name, declaration]) => describe(name, declaration)).join(', ')
    const message = `\`${runbook.path}\`, to which this run may hand over, needs what was not given: ${names}`
    return [
      {
        message,
        help: `start the run, or later resume it, with ${missing.map(wayOf).join(', ')}, should it be needed`,
      },
    ]
  })
}

type Missing = readonly [name: string, declaration: InputDeclaration]

function missingIn({ frontmatter }: Runbook, bindings: Bindings): Missing[] {
  return Object.entries(frontmatter.inputs).filter(
    ([name, { required }]) => required !== false && !bindings.has(name),
  )
}

function describe(name: string, { type, description }: InputDeclaration): string {
  return `\`${name}\` (${type}${description === undefined ? '' : `: ${description}`})`
}

function wayOf([name, { type }]: Missing): string {
  return type === 'secret' ? `\`RUNBOOK_INPUT_${name}\` set` : `\`--input ${name}=VALUE\``
}
