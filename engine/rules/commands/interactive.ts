import type { ShellCommand } from '../shell/commands.ts'
import { openTable } from '../shell/command-table.ts'
import { operandsOf, programName, programOf } from '../shell/options.ts'
import type { Started } from '../shell/unwrap.ts'
import { wrappers } from '../shell/wrappers.ts'

/** Programs that talk to a person whatever they are fed. */
const always = openTable(
  `vi|vim|nvim|nano|pico|emacs|joe|mcedit, htop|btop|atop|nethogs|glances|k9s|lazydocker|mc|ncdu|iftop|lnav|whiptail|dialog,
   top ~-b, iotop ~-b, kubectl|oc edit, kubectl|oc attach, docker|podman attach, crontab -e, visudo, vipw, systemctl edit ~--stdin,
   git rebase -i|--interactive, git add -p|-i|--patch|--interactive, su ~-c ~--command,
   terraform|tofu destroy ~-auto-approve ~--auto-approve, az login ~--service-principal ~--identity, gcloud auth login, gcloud init, aws sso login ~--no-browser, passwd ~--stdin,
   tmux attach|attach-session|a, tmux new|new-session ~-d, screen ~-d ~-X ~-S ~-ls ~-list ~-wipe, telnet, ftp ~-n, cfdisk, gdb ~-batch ~--batch`
    .split(',')
    .map((pattern) => ({ pattern: pattern.trim() })),
)

/** Programs that ask when nobody tells them in advance what to do. */
const unlessFed = openTable(
  `psql ~-c ~-f ~-l ~--command ~--file ~--list ~-V ~--version ~--help, mysql|mariadb ~-e ~--execute ~-V ~--version,
   mongo|mongosh ~--eval ~-f ~--file ~--version, sftp ~-b, docker|podman login ~--password-stdin ~-p ~--password,
   oc login ~--token ~-p ~--password, kinit ~-k ~-t, git commit ~-m ~-F ~-C ~--message ~--file ~--no-edit ~--allow-empty-message,
   apt|apt-get|yum|dnf install|upgrade|dist-upgrade|full-upgrade|remove|purge|autoremove ~-y ~-qq ~--yes ~--assume-yes ~-s ~--simulate`
    .split(',')
    .map((pattern) => ({ pattern: pattern.trim() })),
)

/** What a message calls a command that waits for a person at a terminal; nothing when it does not. */
export function interactiveName(started: Started, definesFunctions: boolean): string | undefined {
  const { command, outer } = started
  const found = always.find(command.words)?.name ?? withTerminal(command)
  if (found !== undefined) return found
  if ([...outer, command].some(({ place, input }) => place.fed === true || input !== undefined))
    return promptName(command)
  return unlessFed.find(command.words)?.name ?? aloneName(started, definesFunctions) ?? promptName(command)
}

/**
 * `docker exec -it` refuses to start where its input is no terminal. Options behind the container are those of its command;
 * a command of one word is left to be judged by itself, since most of those are a shell.
 */
function withTerminal({ words }: ShellCommand): string | undefined {
  const [program, verb] = operandsOf(words)
  const wrapper = wrappers[`${programName(program?.value ?? '')} ${verb?.value}`]
  if (verb === undefined || programName(program?.value ?? '') !== 'docker' || wrapper === undefined)
    return undefined
  const given = words.slice(words.indexOf(verb) + 1).map(({ value }) => value)
  const container = given.findIndex(
    (value, at) => !value.startsWith('-') && !wrapper.valued?.includes(given[at - 1] ?? ''),
  )
  const says = (option: RegExp): boolean => given.slice(0, container).some((word) => option.test(word))
  const alone = given.length <= container + 2
  return !alone &&
    says(/^-[a-z]*i|^--interactive$/) &&
    says(/^-[a-z]*t|^--tty$/) &&
    !says(/^-[a-z]*d|^--detach$/)
    ? `docker ${verb.value} -it`
    : undefined
}

/** An option that asks for a password whatever else is said. */
function promptName({ words }: ShellCommand): string | undefined {
  const program = programOf({ words })
  if (!/^(?:mysql|mysqldump|mysqladmin|mariadb)$/.test(program)) return undefined
  return words.some(({ value }) => value === '-p' || value === '--password') ? `${program} -p` : undefined
}

const shells = /^(?:bash|sh|zsh|dash|ash|ksh|fish)$/
const languages = /^(?:python3?|ipython|node|irb|ruby|ghci|bc|sqlite3|redis-cli|valkey-cli|mongosh)$/

/** Programs that, given nothing to do, begin to talk: a shell, a language, `ssh host`, `read`. */
function aloneName({ command }: Started, definesFunctions: boolean): string | undefined {
  const { words } = command
  const program = programOf({ words })
  const operands = operandsOf(words).slice(1)
  const options = words.slice(1).filter(({ value }) => value.startsWith('-'))
  if (shells.test(program))
    return operands.length === 0 && options.every(({ value }) => /^-[lix]+$|^--(?:login|norc)$/.test(value))
      ? program
      : undefined
  if (languages.test(program)) {
    const most = program === 'sqlite3' ? 1 : 0
    return operands.length <= most && options.every(({ value }) => /^-[haupni]$|^-[hp]\S+$/.test(value))
      ? program
      : undefined
  }
  if (program === 'terraform' || program === 'tofu')
    return isUnapproved(command) ? `${program} apply` : undefined
  if (program === 'sudo') return isSudoAlone(command) ? 'sudo -i' : undefined
  if (program === 'read') return readName(command, definesFunctions)
  if (program === 'ssh') return isSshAlone(command) ? 'ssh' : undefined
  if (program === 'aws')
    return operands.length === 1 && operands[0]?.value === 'configure' ? 'aws configure' : undefined
  return program === 'oc' && operands[0]?.value === 'rsh' && operands.length === 2 ? 'oc rsh' : undefined
}

/** A saved plan has been approved; without one, `apply` asks. */
const isUnapproved = ({ words }: ShellCommand): boolean =>
  operandsOf(words)[1]?.value === 'apply' &&
  operandsOf(words).length === 2 &&
  !words.some(({ value }) => /^--?(?:auto-approve|help)\b/.test(value))

/** `sudo -i` without a command behind it. */
function isSudoAlone({ words }: ShellCommand): boolean {
  const rest = words.slice(1).map(({ value }) => value)
  const command = rest.findIndex(
    (value, at) => !value.startsWith('-') && !/^-[ugp]$/.test(rest[at - 1] ?? ''),
  )
  return command < 0 && rest.some((value) => /^-\w*[is]$|^--(?:login|shell)$/.test(value))
}

/** What a function reads may come from whoever calls it. */
function readName({ words }: ShellCommand, definesFunctions: boolean): string | undefined {
  const asks = words.some(({ value }) => /^-\w*p/.test(value))
  if (words.some(({ value }) => /^-\w*[ut]/.test(value))) return undefined
  return asks ? 'read -p' : definesFunctions ? undefined : 'read'
}

const sshValued = /^-[BbcDEeFIiJLlmOopQRSWw]$/

function isSshAlone({ words }: ShellCommand): boolean {
  let host = false
  for (let at = 1; at < words.length; at++) {
    const value = words[at]?.value ?? ''
    if (host || /^-[NOGQVfW]/.test(value)) return false
    if (sshValued.test(value)) at++
    else if (!value.startsWith('-')) host = true
  }
  return host
}
