import { programName } from '../../rules/shell/options.ts'
import type { ShellCommand } from '../../rules/shell/commands.ts'
import type { Shell } from '../shell.ts'
import { englishWords, isProgramName, knownPrograms } from './programs.ts'

/** How sure it is that a text is commands: `sure` for a tagged fence, `likely` is enough for an untagged one. */
export type Certainty = 'no' | 'maybe' | 'likely'

/**
 * Judges whether a text is shell commands. It must parse, and what its commands start must be programs: known ones, paths, or
 * at least names that are followed by what follows a program.
 */
export function certaintyOf(script: string, shell: Shell): Certainty {
  if (script.trim() === '' || looksLikeOutput(script)) return 'no'
  const { commands, errors } = shell.read(withoutAngles(script))
  if (errors.length > 0) return 'no'
  const named = commands.filter((command) => command.words.length > 0)
  if (named.some(isForDevice)) return 'no'
  if (named.length === 0) return /^\s*(?:export\s+)?[A-Za-z_]\w*=\S/m.test(script) ? 'maybe' : 'no'
  const known = named.filter(isKnown).length
  const plausible = named.filter((command) => isKnown(command) || isPlausible(command)).length
  if (known / named.length >= 0.8 && known > 0) return 'likely'
  return plausible === named.length ? 'maybe' : 'no'
}

/** Why a fence that is tagged as shell holds no commands; nothing when it may hold some. */
export function foreignText(script: string, words: string, shell: Shell): 'paths' | 'settings' | undefined {
  const { commands, errors } = shell.read(withoutAngles(script))
  const named = commands.filter((command) => command.words.length > 0)
  if (errors.length > 0 || named.length === 0) return undefined
  if (named.length > 1 && named.every(isBarePath)) return 'paths'
  const isSetting = /\.(?:conf|cnf|cfg|ini|ya?ml|toml|properties)\b|\bconfig(?:uration|map)?\b|\bsettings?\b/i
  return isSetting.test(`${words}\n${script.match(/#.*/g)?.join('\n') ?? ''}`) &&
    named.length > 1 &&
    named.every(isSettingLine)
    ? 'settings'
    : undefined
}

/** `maxmemory 4gb`: a name that is no known program and a few values, without any option. */
const isSettingLine = (command: ShellCommand): boolean =>
  !isKnown(command) &&
  command.words.length > 1 &&
  command.words.length <= 5 &&
  command.words.every((word) => !word.text.startsWith('-'))

/** `/var/lib/app`: a place, and nothing that could be started. */
const isBarePath = ({ words: [first, ...rest] }: ShellCommand): boolean =>
  rest.length === 0 &&
  /^(?:~|\.{0,2})\/[\w./*-]*$/.test(first?.value ?? '') &&
  !/\.\w{2,3}$/.test(first?.value ?? '')

/** `<pod>` reads as a redirection, `{{ pod }}` as two words: a word that is no English one stands in for them. */
export function withoutAngles(script: string): string {
  return script.replaceAll(/<([A-Za-z][\w.\- |/:]*)>|\{\{[^{}'"\n]+\}\}/g, (found) =>
    'x'.repeat(found.length - 1).concat('0'),
  )
}

/** `show bgp summary`, `clear counters`: typed at the prompt of a router or a switch, which no shell here is. */
function isForDevice({ words: [first, second] }: ShellCommand): boolean {
  const place = second?.text ?? ''
  if (!/^[a-z][\w/-]*$/i.test(place)) return false
  return (
    /^(?:show|clear)$/.test(first?.text ?? '') ||
    (first?.text === 'configure' && /^t(?:erm(?:inal)?)?$/.test(place)) ||
    (first?.text === 'display' && !place.includes('/'))
  )
}

function isKnown({ words: [first, ...rest] }: ShellCommand): boolean {
  const name = first?.value ?? ''
  if (/^\/(?:dev|proc|sys)\//.test(name)) return false
  if (/^(?:\.{0,2}\/|~\/|\$\{?\w+\}?\/)\S+$/.test(name)) return true
  const program = programName(name)
  if (!isProgramName(program) && !knownPrograms.has(program.replace(/\.sh$/, '')))
    return /^[\w.-]+\.(?:sh|py|pl|rb)$/.test(name)
  return !englishWords.has(program) || !readsAsProse(rest.map((word) => word.text))
}

/** `make sure that …`, `find the pod`: small words without an option, a path or a placeholder among them. */
function readsAsProse(rest: readonly string[]): boolean {
  const words = rest.some((word) => grammar.test(word)) ? rest.filter((word) => !/^x+0$/.test(word)) : rest
  return rest.length >= 2 && words.every((word) => /^[a-z]+[,.:]?$/i.test(word))
}

const grammar =
  /^(?:the|a|an|is|are|was|and|or|to|of|in|on|for|with|this|that|these|it|you|we|should|must|will|can|be|has|have|not|no|if|when)$/i

function isPlausible({ words: [first, ...rest] }: ShellCommand): boolean {
  const name = first?.value ?? ''
  if (!/^[a-z_$][\w.+${}/-]*$/.test(name) || /[.:,]$/.test(name)) return false
  const texts = rest.map((word) => word.text)
  if (texts[0] === '=' || texts.filter((word) => grammar.test(word)).length > 1) return false
  return !readsAsProse(texts) || texts.length <= 2
}

/** Log lines, tables of a program's output, stack traces, JSON. */
export function looksLikeOutput(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const shown = lines.filter((line) => outputLine.test(line) && !isShortCommand(line)).length
  return lines.length > 0 && shown / lines.length > 0.5
}

/** `sleep 5` is no metric with its value. */
const isShortCommand = (line: string): boolean => {
  const name = /^\s*([a-z]\w*) +\d+$/.exec(line)?.[1] ?? ''
  return knownPrograms.has(name) && !englishWords.has(name)
}

const outputLine =
  /^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:|\[?\d\d:\d\d:\d\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ \d\d:|(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|level=\w+|[EWI]\d{4} )\b[:\s\]]|\[(?:ERROR|WARN|INFO|DEBUG)\]|[A-Z][A-Z_-]+(?: {2,}[A-Z][A-Z_()-]*)+\s*$|[|+]-{2,}|[{}[\]]\s*,?$|"[^"]+":|at \w[\w.$]+\(|Traceback |\S+ +\d+\/\d+ +\w+|HTTP\/[\d.]+ \d{3}|(?:Error|Exception|Caused by|panic|FAILED?|Failed|error|Warning)\b.*:|\(\d+ rows?\)|\w+(?:\{[^}]*\})? +[\d.e+-]+$)/
