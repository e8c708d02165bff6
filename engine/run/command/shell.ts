/**
 * What bash runs before a block. It reads the whole script from the descriptor before the first line of it starts, so
 * that nothing can change it any more, and says on the way out what was exported. A script's own `trap … EXIT` is kept.
 */
const prologue = `
__runbook_shell=\${BASHPID-$$}
exec 19>&4 4>&-
__runbook_end() {
  [[ \${BASHPID-$$} == "$__runbook_shell" ]] || return 0
  { builtin pwd; builtin printf '\\0'; builtin declare -px; builtin printf '\\0\\0'; } 2>/dev/null >&19 || :
}
trap() {
  builtin trap "$@" || return
  [[ \${BASHPID-$$} == "$__runbook_shell" ]] || return 0
  local __runbook_own
  __runbook_own=$(builtin trap -p EXIT)
  [[ $__runbook_own != *__runbook_end* ]] || return 0
  eval "set -- \${__runbook_own#trap -- }"
  builtin trap -- "\${1-}"$'\\n__runbook_end' EXIT
}
builtin trap __runbook_end EXIT
IFS= read -r -d '' -u 3 REPLY || :
exec 3<&-
`

/** The prologue, then the script: both on line 1, so that bash counts the lines of the script as its author does. */
const bashBootstrap = `IFS= read -r -d '' -u 3 REPLY; eval "$REPLY"; eval "unset -v REPLY; $REPLY"`

/** How a shell is called for a block, and what it reads. `name` is what its error messages begin with. */
export interface ShellCall {
  readonly options: readonly string[]
  readonly bootstrap: readonly string[]
  readonly input: string
  readonly inputAt: 0 | 3
  readonly session: 'bash' | 'env' | 'none'
}

/** The script comes on descriptor 3, the session goes out on descriptor 4, standard input is closed. */
export function callShell(shell: 'bash' | 'sh', script: string, name: string): ShellCall {
  if (shell === 'bash') {
    return {
      options: bashOptions,
      bootstrap: ['-c', bashBootstrap, name],
      input: `${prologue}\0${script}\n`,
      inputAt: 3,
      session: 'bash',
    }
  }
  const leave = `trap '{ pwd; printf "\\0"; env -0; printf "\\0"; } 2>/dev/null >&4 || :' EXIT`
  return {
    options: ['-eu'],
    bootstrap: ['-c', `${leave}; . /dev/fd/3`, name],
    input: `${script}\n`,
    inputAt: 3,
    session: 'env',
  }
}

/** Behind sudo, which closes every other descriptor: the script comes on standard input and is read whole first. */
export function callShellBehindSudo(shell: 'bash' | 'sh', script: string, name: string): ShellCall {
  const read = 'script=$(cat; echo .); exec </dev/null; eval "unset -v script; ${script%.}"'
  return {
    options: shell === 'bash' ? bashOptions : ['-eu'],
    bootstrap: ['-c', read, name],
    input: `${script}\n`,
    inputAt: 0,
    session: 'none',
  }
}

const bashOptions = ['--noprofile', '--norc', '-euo', 'pipefail']
