import type { ShellCommand, ShellWord } from '../../../rules/shell/commands.ts'
import { openTable } from '../../../rules/shell/command-table.ts'
import { operandsOf, programName } from '../../../rules/shell/options.ts'
import type { Started } from '../../../rules/shell/unwrap.ts'
import type { Shell } from '../../shell.ts'
import { cloudLooks, clouds } from './clouds.ts'
import { filters } from './filters.ts'
import { looking, lookingAlone, passing } from './looking.ts'
import { isDatabaseClient, queriesOnly } from './sql.ts'
import { fetches } from './transfer.ts'

export { asksOnly } from './sql.ts'

const table = openTable(looking)

/**
 * Whether a script is known to look and to change nothing: each of its commands, each that these start in turn (`sudo`, `ssh`,
 * `xargs`, `sh -c`), and nothing is written to a file.
 */
export function onlyLooks(script: string, shell: Shell): boolean {
  if (shell.read(script).errors.length > 0) return false
  const started = shell.started(script)
  const starting = new Set(started.flatMap(({ outer }) => outer.at(-1) ?? []))
  return (
    shell.outputs(script).every(isHarmless) && started.every((one) => looks(one, starting.has(one.command)))
  )
}

function looks({ command }: Started, startsOther: boolean): boolean {
  if (!command.outputs.every(isHarmless)) return false
  const words = command.words.map((word) => word.value)
  const path = words[0] ?? ''
  if (path === '') return true
  if (path.includes('/') && !isInstalled(path)) return false
  const program = programName(path)
  if (startsOther && passing.has(program) && program !== 'find') return true
  if (words.length === 2 && /^--?(?:version|help|V)$/.test(words[1] ?? '')) return true
  return programLooks(program, words.slice(1), command.words)
}

function programLooks(program: string, words: readonly string[], written: readonly ShellWord[]): boolean {
  if (program === 'curl' || program === 'wget') return fetches(program, words)
  if (clouds.has(program)) return cloudLooks(program, words)
  if (isDatabaseClient(program)) return queriesOnly(program, words)
  const filter = filters[program]
  if (filter !== undefined) return filter(words)
  if (lookingAlone.has(program) && operandsOf(written).length === 1 && words.length === 0) return true
  return table.find(written) !== undefined
}

/** A program of the system or of a product; a script beside the page may be called like one and do anything. */
const isInstalled = (path: string): boolean =>
  /^\/(?:usr\/(?:local\/)?)?s?bin\/[\w.-]+$|(?:^|\/)bin\/(?:kafka-[\w-]+(?:\.sh)?|nodetool|etcdctl|psql|pg_\w+|redis-cli|mysql|jstack|jps|jstat)$/.test(
    path,
  )

/** Streams of the process itself, and what nobody keeps. */
function isHarmless({ operator, target }: ShellCommand['outputs'][number]): boolean {
  if (operator === '>&' && /^(?:\d+|-)$/.test(target.value)) return true
  return /^(?:\/dev\/(?:null|stdout|stderr|tty)|&?\d)$/.test(target.value)
}
