import type { Block } from '../../model.ts'

/** How the shell of a block goes on after a failure. */
export interface ShellMode {
  /** `set -e`: a statement that fails ends the script. */
  readonly exits: boolean
  /** `set -o pipefail`: a pipeline fails when any of its commands does. */
  readonly pipefail: boolean
}

/** `bash` blocks run under `-euo pipefail`, `sh` blocks under `-eu`; a `set` anywhere in the script changes that. */
export function modeOf({ language, script }: Pick<Block, 'language' | 'script'>): ShellMode {
  return {
    exits: !/\bset\s+\+\w*e/.test(script),
    pipefail:
      language === 'bash'
        ? !/\bset\s+\+\w*o\s+pipefail/.test(script)
        : /\bset\s+-\w*o\s+pipefail/.test(script),
  }
}
