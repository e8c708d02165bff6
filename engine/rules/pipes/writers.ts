import type { Command, CommandNode, SyntaxNode } from 'unbash'
import type { ShellCommand, WalkTree } from '../shell/commands.ts'
import { openTable } from '../shell/command-table.ts'
import { operandsOf, programOf } from '../shell/options.ts'
import type { Started } from '../shell/unwrap.ts'

/**
 * Commands that print a few lines whatever the state of the machine, as data. A writer is hurt only when it writes again
 * after the first few KiB, so these are not.
 */
const few = openTable(
  `echo, printf, true, :, sleep, date, hostname, hostnamectl, whoami, id, groups, uname, uptime, pwd, basename, dirname, readlink,
   realpath, mktemp, nproc, arch, free, stat, getconf, wc, cksum, md5sum, sha1sum, sha256sum, which, pidof, pgrep ~-a, lsb_release,
   dig, host, nslookup, getent, nc -z, pg_isready, timedatectl, getenforce, sysctl -n, tput, mountpoint, blkid _,
   systemctl is-active|is-enabled|is-failed|is-system-running, systemctl show -p|--property,
   git rev-parse, git describe, kubectl|oc config current-context, kubectl auth can-i ~--list, kubectl|oc version,
   curl -I|--head, curl -o|--output -w|--write-out, redis-cli|valkey-cli ping|PING, docker|podman inspect -f|--format,
   docker|podman port, docker|podman ps -q|--quiet, openssl x509 -noout, aws sts get-caller-identity, grep|egrep|fgrep -c|--count, grep|egrep|fgrep -q|--quiet`
    .split(',')
    .map((pattern) => ({ pattern: pattern.trim() })),
)

/** Programs that print about as much as they are given. */
const passing =
  /^(?:tr|cut|sed|[gmn]?awk|[ef]?grep|sort|uniq|jq|column|rev|tac|cat|tee|fold|fmt|nl|head|tail|paste|base64|iconv)$/

/** Programs that start another one again and again. */
const repeating = /^(?:xargs|parallel|watch|find)$/

/** Lines that fit into what a program writes at once. */
const fewLines = 20

/** What the commands of one script come to. */
export interface Pieces {
  /** What a command starts in the end, wrappers such as `sudo` taken away. */
  readonly innermost: (node: Command) => readonly Started[]
  readonly walk: WalkTree
}

/**
 * Whether what a pipeline writes into the command at `index` may be more than a few lines: what stands before it is not
 * known to print little, or passes on what another prints that is not.
 */
export function writesMuch(commands: readonly CommandNode[], index: number, pieces: Pieces): boolean {
  const writer = commands[index - 1]
  if (writer === undefined) return false
  if (writer.type !== 'Command') return groupWritesMuch(writer, pieces)
  const started = pieces.innermost(writer)
  if (started.every(isFew)) return false
  const passes = index > 1 && started.every(({ command }) => passing.test(programOf(command)))
  return !passes || writesMuch(commands, index - 1, pieces)
}

function groupWritesMuch(group: SyntaxNode, pieces: Pieces): boolean {
  if (/^(?:While|For|ArithmeticFor)$/.test(group.type)) return true
  if (group.type === 'Command') return !pieces.innermost(group).every(isFew)
  let much = false
  pieces.walk(group, (child) => {
    much ||= groupWritesMuch(child, pieces)
  })
  return much
}

function isFew({ command, outer }: Started): boolean {
  if (outer.some((one) => repeating.test(programOf(one)))) return false
  return (
    command.words.length === 0 ||
    command.input !== undefined ||
    few.find(command.words) !== undefined ||
    command.words.slice(1).some(({ value }) => value === '--version' || value === '-V') ||
    printsFewLines(command) ||
    readsSmallFile(command) ||
    asksForOneValue(command)
  )
}

/** `tail` without a number, `tail -n 5`, `journalctl -n 5`. */
function printsFewLines({ words }: ShellCommand): boolean {
  const program = programOf({ words })
  if (!/^(?:tail|head|journalctl)$/.test(program)) return false
  const said = words.slice(1).map(({ value }) => value)
  if (said.some((word) => /^-\w*[fFc]|^--(?:follow|bytes)/.test(word))) return false
  const lines = /(?:^|\s)(?:-n\s*|-|--lines[= ])([+-]?\d+)(?=\s|$)/.exec(said.join(' '))?.[1]
  if (lines === undefined)
    return program !== 'journalctl' && !said.some((word) => /^-\w*n|^--lines/.test(word))
  return /^\d+$/.test(lines) && Number(lines) <= fewLines
}

/** A query for a number or a setting, a field of one object. */
function asksForOneValue({ words }: ShellCommand): boolean {
  const program = programOf({ words })
  const said = words.slice(1).map(({ value }) => value)
  if (/^(?:psql|mysql|mariadb)$/.test(program)) return said.some((word) => oneValue.test(word.trim()))
  return /^(?:kubectl|oc)$/.test(program) && said.some((word) => oneField.test(word))
}

const oneValue =
  /^(?:select\s+(?:1|(?:count|sum|min|max|now|version|pg_(?!ls_)\w+|current_\w+)\s*\([^()]*\))(?:\s+from\b(?!.*\bgroup\s+by\b)[^;]*)?|show\s+\w+);?$/i
const oneField = /^(?:-o=?|--output=)?jsonpath=(?!.*(?:\[\*\]|range|items))/

/** Files of the kernel that are a few lines on any machine, and the room of one place. */
function readsSmallFile({ words }: ShellCommand): boolean {
  const program = programOf({ words })
  const files = operandsOf(words).slice(1)
  if (program === 'df') return files.length === 1
  return program === 'cat' && files.length > 0 && files.every(({ value }) => small.test(value))
}

const small =
  /^(?:\/sys\/|\/etc\/(?:hostname|os-release|timezone)$|\/proc\/(?:loadavg|uptime|version|meminfo|mdstat|swaps|pressure\/|sys\/))/
