/** What a name of an input, a value or an exported variable looks like. */
export const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Variables through which a value would become code, or would lead the shell, the loader or an interpreter astray.
 * Nobody but the engine sets them: not an input, not a value, not an export.
 */
const codeNames =
  /^(BASH_ENV|ENV|BASH_FUNC_.*|BASHOPTS|SHELLOPTS|PS[0-4]|PROMPT_COMMAND|IFS|CDPATH|GLOBIGNORE|LD_.*|DYLD_.*|NODE_OPTIONS|NODE_PATH|PYTHON.*|PERL5OPT|PERL5LIB|PERL5DB|RUBYOPT|RUBYLIB|GIT_SSH.*|PSQLRC|RUNBOOK_.*)$/

/** Variables that name the place that a command works in: an input or a value of that name would move it. */
const placeNames =
  /^(PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|TMPDIR|SHLVL|_|UID|EUID|PPID|BASH.*|RANDOM|SECONDS|LINENO|HOSTNAME|OSTYPE|MACHTYPE|HOSTTYPE|OPTARG|OPTIND|REPLY|FUNCNAME|DIRSTACK|GROUPS|PIPESTATUS)$/

/** Whether no input or value may have this name. */
export function isDeniedName(name: string): boolean {
  return !namePattern.test(name) || codeNames.test(name) || placeNames.test(name)
}

/** Whether an exported variable of this name never goes from one block to the next. */
export function isDeniedExport(name: string): boolean {
  return !namePattern.test(name) || codeNames.test(name)
}

/** Variables that every shell keeps for itself: what they are after a block says nothing about it. */
export function isShellOwn(name: string): boolean {
  return /^(_|PWD|OLDPWD|SHLVL|BASH.*|RUNBOOK_.*|COLUMNS|LINES|PPID|UID|EUID|SHELLOPTS)$/.test(name)
}
