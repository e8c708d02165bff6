/**
 * What the exit status of every verb means (`docs/cli.md`). Never 0 for anything but success.
 * 124, 130 and 143 are what shells already use for out of time, Ctrl-C and TERM.
 */
export const exit = {
  ok: 0,
  failed: 1,
  usage: 2,
  unanswered: 3,
  suspended: 4,
  escalated: 5,
  stopped: 6,
  outOfTime: 124,
  interrupted: 130,
  terminated: 143,
} as const

export type Exit = (typeof exit)[keyof typeof exit]

/**
 * A problem that the user can mend: one sentence and a repair, no stack. The program prints it in the
 * frame of all messages and ends with `status`.
 */
export class UserError extends Error {
  readonly status: Exit
  readonly help: string | undefined

  constructor(message: string, options: { readonly help?: string; readonly status?: Exit } = {}) {
    super(message)
    this.name = 'UserError'
    this.status = options.status ?? exit.usage
    this.help = options.help
  }
}
