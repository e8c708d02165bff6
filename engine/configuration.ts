import type { Code, Severity } from './diagnostic.ts'

/** What a team decided about its library, once for all runbooks: what `runbook.config.yaml` says. */
export interface Configuration {
  /** How much a finding counts, where it is not what the rule says. */
  readonly rules: Readonly<Partial<Record<Code, Severity | 'off'>>>
  /** Files that are not checked, as globs below the folder of the configuration. */
  readonly ignore: readonly string[]
  readonly alerts: {
    /** Prometheus rule files, as globs below the folder of the configuration. */
    readonly files: readonly string[]
    /** What stands before the path of a runbook in the links of alerts. */
    readonly urls: readonly string[]
  }
  readonly conventions: {
    /** Regular expressions that the whole `id` and the whole title must match. */
    readonly id?: string
    readonly title?: string
  }
  /** Machines of each environment, as globs of host names: no command may name one. */
  readonly environments: Readonly<Record<string, { readonly hosts: readonly string[] }>>
  /** Links that may lie between a symptom or an alert and the step that mends it. */
  readonly clicks: number
  /** Ask shellcheck about every shell block, too. */
  readonly shellcheck: boolean
}

/** A team that decided nothing. */
export const noConfiguration: Configuration = {
  rules: {},
  ignore: [],
  alerts: { files: [], urls: [] },
  conventions: {},
  environments: {},
  clicks: 3,
  shellcheck: false,
}
