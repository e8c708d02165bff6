import { counted } from '../../counted.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import type { Settings } from '../settings.ts'
import { say } from '../problem.ts'
import type { Checked } from './verdict.ts'

export const formats = ['pretty', 'github', 'sarif', 'junit', 'json'] as const
export type Format = (typeof formats)[number]

/** Prints findings: for people on standard error, for programs on standard output. */
export async function print(
  checked: Checked,
  format: Format,
  strict: boolean,
  settings: Settings,
): Promise<void> {
  if (!settings.quiet) for (const note of checked.notes) say(`note: ${note}\n`)
  if (format === 'pretty') return printPretty(checked, settings)
  process.stdout.write(await rendered(checked, format, strict))
}

async function rendered(
  { findings, sources, paths }: Checked,
  format: Exclude<Format, 'pretty'>,
  strict: boolean,
): Promise<string> {
  switch (format) {
    case 'json': {
      const { renderJson } = await import('../../../renderers/diagnostics/json.ts')
      return renderJson(findings, sources)
    }
    case 'github': {
      const { renderGithub } = await import('../../../renderers/diagnostics/github.ts')
      return renderGithub(findings, sources)
    }
    case 'sarif': {
      const [{ renderSarif }, { engineVersion }] = await Promise.all([
        import('../../../renderers/diagnostics/sarif.ts'),
        import('../../library/installation.ts'),
      ])
      return renderSarif(findings, sources, engineVersion())
    }
    case 'junit': {
      const { renderJunit } = await import('../../../renderers/diagnostics/junit.ts')
      return renderJunit(findings, sources, paths, { strict })
    }
  }
}

async function printPretty({ findings, sources, paths }: Checked, settings: Settings): Promise<void> {
  if (findings.length > 0) {
    const { renderPretty } = await import('../../../renderers/diagnostics/pretty.ts')
    process.stderr.write(renderPretty(findings, sources, { color: settings.color }))
  } else if (!settings.quiet) {
    process.stderr.write(`${counted(paths.length, 'runbook')}, nothing found\n`)
  }
}

/** Whether what was found makes the check fail. */
export const counts = ({ severity }: Diagnostic, strict: boolean): boolean => strict || severity === 'error'
