/**
 * Environment names that change how a shell, a language or the loader runs a command (promise P15), and the
 * ones that the engine sets itself. An input must never have one of them.
 */
export const deniedNames =
  /^(?:BASH_.*|ENV|SHELLOPTS|BASHOPTS|PS[0-4]|PROMPT_COMMAND|IFS|CDPATH|GLOBIGNORE|PATH|HOME|SHELL|PWD|OLDPWD|TMPDIR|LD_.*|DYLD_.*|NODE_(?:OPTIONS|PATH|EXTRA_CA_CERTS)|PYTHON.*|PERL5.*|RUBY(?:OPT|LIB)|GIT_SSH.*|RUNBOOK_.*)$/
