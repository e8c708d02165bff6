/** What `run` and `resume` are told on the command line, as commander gives it. */
export interface RunFlags {
  readonly dryRun?: boolean
  readonly explore?: boolean
  /** `NAME=VALUE` each. */
  readonly input?: readonly string[]
  readonly inputFile?: string
  readonly from?: string
  readonly step?: boolean
  readonly yes?: boolean
  /** `SECTION=TEXT` each. */
  readonly confirm?: readonly string[]
  /** `SECTION=ANSWER` each. */
  readonly choose?: readonly string[]
  /** A section each. */
  readonly post?: readonly string[]
  readonly done?: readonly string[]
  readonly tick?: readonly string[]
  readonly nonInteractive?: boolean
  readonly incident?: string
  /** Moments, as `momentOf` reads them. */
  readonly began?: string
  readonly detected?: string
  /** Takes a held run over. */
  readonly steal?: boolean
  /** A word about a handover. */
  readonly note?: string
  /** `NAME` or `NAME:FAULT`. */
  readonly lab?: string
}
