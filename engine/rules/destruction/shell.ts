import type { Reading } from '../reading.ts'
import { baseSystem } from '../shell/base-system.ts'
import { type ShellCommand, type ShellWord, placeInside } from '../shell/commands.ts'
import { operandsOf, programName, programOf } from '../shell/options.ts'
import { harmInCloud } from './cloud.ts'
import type { Harm } from './finding.ts'
import { openTable } from '../shell/command-table.ts'
import { harmInSql } from './sql.ts'
import { destructions, plainSubcommands, textPrograms } from './table.ts'

const table = openTable(destructions)

/** Everything in a shell script that destroys, judged on its parsed commands; a function counts where it is defined. */
export function harmInShell(script: string, reading: Reading): Harm[] {
  const own = ownNames(script)
  return reading
    .started(script)
    .flatMap(({ command, outer }) => [
      ...(outer.length === 0 ? emptied(command) : []),
      ...judge(command, own, reading),
      ...deletedEach(command, outer),
    ])
}

function judge(command: ShellCommand, own: OwnNames, reading: Reading): Harm[] {
  const [program] = command.words
  if (program === undefined || isOwn(command, own)) return []
  const known = table.find(command.words)
  if (known) return [{ ...known, span: command.span }]
  const inCloud = harmInCloud(command)
  return [
    ...sqlOf(command, reading),
    ...mongoOf(command),
    ...(inCloud.length > 0 ? inCloud : plainly(command)),
  ]
}

/** `rm` of one file is judged by nobody; of each file that `find` or a list gives, it is as good as a pattern. */
function deletedEach({ words, span }: ShellCommand, outer: readonly ShellCommand[]): Harm[] {
  const name = programOf({ words })
  const isGiven = outer.some((command) => /^(?:find|xargs|parallel)$/.test(programOf(command)))
  return isGiven && /^(?:rm|unlink)$/.test(name)
    ? [{ span, name, does: 'deletes whatever it is given', alert: 'CAUTION' }]
    : []
}

interface OwnNames {
  readonly temporary: ReadonlySet<string>
  readonly children: ReadonlySet<string>
}

/** Variables that hold what this script made itself: a temporary path, a process in the background. */
function ownNames(script: string): OwnNames {
  const assigned = (value: RegExp): Set<string> =>
    new Set([...script.matchAll(value)].flatMap((match) => (match[1] ? [match[1]] : [])))
  return {
    temporary: assigned(/\b([A-Za-z_]\w*)=["']?\$\(\s*mktemp\b/g),
    children: assigned(/\b([A-Za-z_]\w*)=["']?\$!/g),
  }
}

function isOwn(command: ShellCommand, own: OwnNames): boolean {
  const [program, ...operands] = operandsOf(command.words)
  const names = program?.value === 'rm' ? own.temporary : program?.value === 'kill' ? own.children : undefined
  return (
    names !== undefined &&
    operands.length > 0 &&
    operands.every((word) => names.has(/^\$\{?([A-Za-z_]\w*)/.exec(word.value)?.[1] ?? ''))
  )
}

/** `> file` with nothing to write into it, and a redirection onto a disk. */
function emptied(command: ShellCommand): Harm[] {
  const says = command.words.map((word) => word.value).join(' ')
  const writesNothing = [
    '',
    ':',
    'true',
    'cat /dev/null',
    'echo -n',
    'echo -n ',
    'echo ',
    'printf ',
  ].includes(says)
  return command.outputs.flatMap(({ operator, target }): Harm[] => {
    if (/^\/dev\/(sd|nvme|vd|xvd|mapper|disk)/.test(target.value))
      return [{ span: command.span, name: `> ${target.value}`, does: 'writes over a disk', alert: 'CAUTION' }]
    if (!writesNothing || operator.includes('>>') || /^(\/dev\/|\/tmp\/|&)/.test(target.value)) return []
    return [
      { span: command.span, name: `> ${target.value}`, does: 'empties a file', alert: 'WARNING', mild: true },
    ]
  })
}

const sqlClients =
  /^(psql|mysql|mariadb|sqlite3|turso|clickhouse|clickhouse-client|cockroach|duckdb|cqlsh|sqlcmd|bq|usql|pgcli|mycli)$/

function sqlOf(command: ShellCommand, reading: Reading): Harm[] {
  if (!sqlClients.test(programOf(command))) return []
  const given = command.words.slice(1).filter((word) => /\s/.test(word.value))
  const texts = [...given.map(withoutOption), ...(command.input ? [command.input] : [])]
  return texts.flatMap((word) => placedIn(word, harmInSql(word.value, reading)))
}

/** `--command=DROP TABLE x` and `-cDROP TABLE x` are what stands behind the option. */
function withoutOption(word: ShellWord): ShellWord {
  const option = /^(?:--[\w-]+=|-[a-z](?=[A-Za-z]{4,}\s))/.exec(word.value)?.[0] ?? ''
  return option === '' ? word : { ...word, value: word.value.slice(option.length), text: '' }
}

/** The same findings, with their spans moved from a word's own text into the script that it stands in. */
export function placedIn(word: ShellWord, found: readonly Harm[]): Harm[] {
  const place = placeInside(word)
  return found.map((harm) => ({ ...harm, span: place(harm.span.start, harm.span.end) }))
}

function mongoOf(command: ShellCommand): Harm[] {
  if (!/^(mongo|mongosh)$/.test(programOf(command))) return []
  return [...command.words, ...(command.input ? [command.input] : [])].flatMap((word) => {
    const name = /\.(drop\w*|deleteMany|deleteOne|remove|shutdownServer)\(/.exec(word.value)?.[1]
    return name === undefined
      ? []
      : [{ span: word.span, name, does: 'deletes from a database', alert: 'CAUTION' as const }]
  })
}

/** The tools of one's own team: nothing is known of them but that their first word says `delete` or `stop`. */
function plainly(command: ShellCommand): Harm[] {
  const [program, ...operands] = operandsOf(command.words)
  const name = programName(program?.value ?? '')
  if (name === '' || /[$`*?]/.test(name)) return []
  if (baseSystem.has(name) || textPrograms.has(name) || table.programs.has(name)) return []
  const said = operands
    .slice(0, 2)
    .find((word) => Object.hasOwn(plainSubcommands, word.value) && word.text === word.value)
  const harm = said && plainSubcommands[said.value]
  const isFirst = said === operands[0] || /^[a-z][a-z-]*$/.test(operands[0]?.value ?? '')
  return said &&
    harm &&
    isFirst &&
    !command.words.some((word) => /^--?(help|dry-run|version)\b/.test(word.value))
    ? [{ ...harm, span: command.span, name: `${name} ${said.value}` }]
    : []
}
