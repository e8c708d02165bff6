import type { Runbook } from '../../model.ts'
import { UserError } from '../exit.ts'
import { findProgram } from '../../run/command/text.ts'

/** The command that installs packages, by the program that a system has. */
const installers = [
  ['apt-get', 'sudo apt-get install'],
  ['dnf', 'sudo dnf install'],
  ['apk', 'sudo apk add'],
  ['pacman', 'sudo pacman -S'],
  ['zypper', 'sudo zypper install'],
  ['brew', 'brew install'],
] as const

/** Programs whose Debian package has another name. */
const packages: Readonly<Record<string, string>> = {
  psql: 'postgresql-client',
  dig: 'dnsutils',
  nslookup: 'dnsutils',
  ip: 'iproute2',
  ss: 'iproute2',
  pgrep: 'procps',
  pkill: 'procps',
  ps: 'procps',
  nc: 'netcat-openbsd',
  python: 'python3',
  node: 'nodejs',
}

/**
 * Checks that everything a runbook requires is on the search path that its blocks will have.
 * @throws {UserError} that names all that is missing, with the command that installs it here
 */
export function requirePrograms(runbook: Runbook, path: string): void {
  const missing = missingPrograms(runbook, path)
  if (missing.length === 0) return
  throw new UserError(missingText(missing), { help: `${installHint(missing, path)}; nothing was started` })
}

/** Names of required programs that a search path does not have. */
export function missingPrograms(runbook: Runbook, path: string): string[] {
  return runbook.frontmatter.requires.filter((program) => findProgram(program, path) === undefined)
}

/** That programs are missing, as a sentence. */
export function missingText(missing: readonly string[]): string {
  const names = missing.map((program) => `\`${program}\``).join(', ')
  return `this runbook needs ${names}, and the PATH does not have ${missing.length === 1 ? 'it' : 'them'}`
}

/** How missing programs are installed on this system. */
export function installHint(programs: readonly string[], path: string): string {
  const installer = installers.find(([program]) => findProgram(program, path) !== undefined)
  if (installer === undefined) return `install ${programs.join(' ')}`
  const names =
    installer[0] === 'apt-get' ? programs.map((program) => packages[program] ?? program) : programs
  return `\`${installer[1]} ${[...new Set(names)].join(' ')}\``
}
