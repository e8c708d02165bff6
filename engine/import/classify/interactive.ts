import type { ShellCommand } from '../../rules/shell/commands.ts'
import { operandsOf, programName, programOf } from '../../rules/shell/options.ts'

type Kind = 'editor' | 'shell' | 'database' | 'prompt' | 'pager'

/** Why a command needs a person at its terminal; nothing when it does not. @param isFed a pipe or a file is its input */
export function interactivity(command: ShellCommand, isFed: boolean): Kind | undefined {
  if (asksForPassword(command)) return 'prompt'
  const kind = kindOf(command)
  return isFed && !/^(?:editor|pager)$/.test(kind ?? '') ? undefined : kind
}

/** An option that asks for a password at the terminal, whatever is fed to the program. */
function asksForPassword({ words }: ShellCommand): boolean {
  const program = programOf({ words })
  const options = words.slice(1).map(({ value }) => value)
  if (/^(?:psql|pg_\w+|createdb|dropdb)$/.test(program))
    return options.some((word) => word === '-W' || word === '--password')
  return (
    /^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)$/.test(program) &&
    options.some((word) => word === '-p' || word === '--password')
  )
}

function kindOf(command: ShellCommand): Kind | undefined {
  const words = command.words.map((word) => word.value).filter((word) => word !== 'sudo')
  const [first = '', ...rest] = words
  const program = programName(first)
  const verb = operandsOf(command.words.filter((word) => word.value !== 'sudo'))[1]?.value
  if (
    /^(?:vi|vim|nvim|nano|emacs|visudo|\$\{?EDITOR\}?)$/.test(first) ||
    /^(?:vi|vim|nano|emacs|visudo)$/.test(program)
  )
    return 'editor'
  if ((program === 'kubectl' || program === 'oc' || program === 'systemctl') && verb === 'edit')
    return 'editor'
  if (program === 'crontab' && rest.includes('-e')) return 'editor'
  if (/^(?:less|more|man)$/.test(program)) return 'pager'
  if (
    program === 'read' ||
    /^(?:passwd|ssh-copy-id|htop|k9s|iftop|iotop|ncdu|nmtui|alsamixer)$/.test(program)
  )
    return rest.length > 0 && program === 'read' && command.input ? undefined : 'prompt'
  if (program === 'vault' && asksForKey(rest)) return 'prompt'
  if (program === 'ssh' && opensShell(rest)) return 'shell'
  if (/^(?:docker-machine|vagrant|multipass)$/.test(program) && verb === 'ssh' && opensShell(rest.slice(1)))
    return 'shell'
  if (
    /^(?:su|bash|sh|zsh|telnet|python3?|irb|node|screen|tmux)$/.test(program) &&
    rest.length === 0 &&
    !command.input
  )
    return 'shell'
  if (/^(?:su)$/.test(program) && !rest.includes('-c')) return 'shell'
  if (
    /^(?:oc|kubectl)$/.test(program) &&
    /^(?:rsh|debug|attach)$/.test(verb ?? '') &&
    !rest.includes('--') &&
    !(verb === 'rsh' && plainOperands(rest).length > 2)
  )
    return 'shell'
  if (
    rest.some((word) => /^-\w*i\w*t|^-\w*t\w*i$/.test(word)) &&
    /^(?:\/bin\/)?(?:ba|a|z|da)?sh$/.test(rest.at(-1) ?? '')
  )
    return 'shell'
  return isDatabaseShell(program, rest, command) ? 'database' : undefined
}

/** Without a key or a token on their line these ask for one. */
const asksForKey = (words: readonly string[]): boolean =>
  /^(?:login|operator unseal|operator generate-root)$/.test(
    words.filter((word) => !word.startsWith('-')).join(' '),
  ) && !words.some((word) => /^-(?:method|init|status|cancel|decode|generate-otp|reset)/.test(word))

/** What is no option of `oc rsh`, and no value of one. */
const plainOperands = (words: readonly string[]): string[] =>
  words.filter(
    (word, index) => !word.startsWith('-') && !/^(?:-[cnf]|--[a-z-]+)$/.test(words[index - 1] ?? ''),
  )

function opensShell(words: readonly string[]): boolean {
  const plain = words.filter(
    (word, index) => !word.startsWith('-') && !/^-[iplJLoFbcDEeIQRSWw]$/.test(words[index - 1] ?? ''),
  )
  return plain.length <= 1 && !words.includes('-V') && !words.includes('-N')
}

function isDatabaseShell(program: string, words: readonly string[], command: ShellCommand): boolean {
  if (command.input !== undefined) return false
  if (/^(?:psql|mysql|mariadb|cqlsh|sqlplus|mongosh|mongo|sqlite3)$/.test(program))
    return (
      !words.some((word) =>
        /^(?:-c|-f|-l|-V|-e|-N?e|--command.*|--file.*|--list|--version|--eval.*|--execute.*)$/.test(word),
      ) && !(program === 'sqlite3' && words.length > 1)
    )
  return (
    program === 'redis-cli' &&
    words.every((word, index) => word.startsWith('-') || /^-[hpanu]$/.test(words[index - 1] ?? '')) &&
    !words.some((word) => /^--(?:stat|bigkeys|latency)/.test(word))
  )
}
