import { didYouMean } from '../suggest.ts'
import type { InputDeclaration } from '../model.ts'
import type { Binding, Bindings, Declarations } from '../run/commands.ts'
import { UserError } from './exit.ts'
import { problemOf } from './run/input-values.ts'

/** Values by name, from one place. */
export type Given = Readonly<Record<string, string>>

/** Where inputs may come from; a later one wins: default, lab, environment, file, flag. */
export interface InputSources {
  readonly lab: Given
  /** The environment of the program; only names `RUNBOOK_INPUT_<NAME>` are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly file: Given
  readonly flag: Given
}

/** Asks a person for one value; nothing when nobody answers. */
export type AskInput = (name: string, declaration: InputDeclaration) => Promise<string | undefined>

/**
 * Gives every declared input its value, checked by its type.
 * @param needed names that the run cannot start without; the others may stay without a value
 * @throws {UserError} that names everything wrong at once: an unknown name, a bad value, a secret on the
 * command line, an input that is missing and that nobody can be asked for
 */
export async function resolveInputs(
  declarations: Declarations,
  sources: InputSources,
  needed: ReadonlySet<string>,
  ask?: AskInput,
): Promise<Bindings> {
  const problems = [...unknownNames(declarations, sources), ...openSecrets(declarations, sources.flag)]
  const found = Object.entries(declarations).map(([name, declaration]) => ({
    name,
    declaration,
    given: lookUp(name, declaration, sources),
  }))
  for (const { name, declaration, given } of found) {
    const open = given?.from === 'flag' && declaration.type === 'secret'
    const problem = given === undefined || open ? undefined : problemOf(given.value, declaration)
    if (problem !== undefined && given !== undefined)
      problems.push(`\`${name}\` (from ${placeWords[given.from]}) ${problem}`)
  }
  if (problems.length > 0) throw refused(problems)
  const bindings = new Map<string, Binding>()
  const missing: string[] = []
  for (const { name, declaration, given } of found) {
    const value = given ?? (needed.has(name) ? await askFor(name, declaration, ask) : undefined)
    if (value !== undefined)
      bindings.set(name, {
        name,
        value: value.value,
        from: value.from,
        secret: declaration.type === 'secret',
      })
    else if (needed.has(name)) missing.push(name)
  }
  if (missing.length > 0) throw unanswered(missing, declarations)
  return bindings
}

type Found = Pick<Binding, 'value' | 'from'>

function lookUp(name: string, declaration: InputDeclaration, sources: InputSources): Found | undefined {
  const flag = sources.flag[name]
  if (flag !== undefined) return { value: flag, from: 'flag' }
  const file = sources.file[name]
  if (file !== undefined) return { value: file, from: 'file' }
  const environment = sources.environment[`RUNBOOK_INPUT_${name}`]
  if (environment !== undefined) return { value: environment, from: 'environment' }
  const lab = sources.lab[name]
  if (lab !== undefined) return { value: lab, from: 'lab' }
  const usual = declaration.default ?? (declaration.required === false ? '' : undefined)
  return usual === undefined ? undefined : { value: usual, from: 'default' }
}

async function askFor(
  name: string,
  declaration: InputDeclaration,
  ask: AskInput | undefined,
): Promise<Found | undefined> {
  const value = await ask?.(name, declaration)
  return value === undefined ? undefined : { value, from: 'prompt' }
}

function unknownNames(declarations: Declarations, { flag, file }: InputSources): string[] {
  const names = Object.keys(declarations)
  return [...Object.keys(flag), ...Object.keys(file)]
    .filter((name) => declarations[name] === undefined)
    .map((name) => `no input is called \`${name}\`${hint(didYouMean(name, names), names)}`)
}

function hint(near: string | undefined, names: readonly string[]): string {
  if (near !== undefined) return `, ${near}`
  return names.length === 0 ? ' (this runbook takes none)' : ` (there are ${names.join(', ')})`
}

function openSecrets(declarations: Declarations, flag: Given): string[] {
  return Object.keys(flag)
    .filter((name) => declarations[name]?.type === 'secret')
    .map((name) => `\`${name}\` is a secret, and everybody on this machine can read command lines`)
}

function refused(problems: readonly string[]): UserError {
  const secret = problems.some((problem) => problem.includes('is a secret'))
  const help = secret
    ? 'give secrets with `--input-file FILE`, in `RUNBOOK_INPUT_<NAME>`, or at the prompt'
    : '`runbook show ID` lists the inputs of a runbook'
  return new UserError(problems.join('; '), { help })
}

function unanswered(names: readonly string[], declarations: Declarations): UserError {
  const described = names.map((name) => {
    const { type, description } = declarations[name] ?? { type: 'string' }
    return `\`${name}\` (${type}${description === undefined ? '' : `: ${description}`})`
  })
  const first = names[0] ?? 'NAME'
  const secret = declarations[first]?.type === 'secret'
  return new UserError(`nothing was given for ${described.join(', ')}`, {
    help: secret
      ? `set \`RUNBOOK_INPUT_${first}\`, or put it into a file for \`--input-file\``
      : `give it with \`--input ${first}=VALUE\``,
  })
}

const placeWords: Readonly<Record<Binding['from'], string>> = {
  default: 'its default',
  flag: '--input',
  file: 'the input file',
  environment: 'the environment',
  prompt: 'the prompt',
  lab: 'the lab',
  output: 'a block',
}

/** Reads `NAME=VALUE` words of a flag; the last of one name counts. @throws {UserError} for a word without `=`. */
export function parsePairs(words: readonly string[], flag: string): Given {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at <= 0)
        throw new UserError(`\`${flag}\` takes NAME=VALUE, not \`${word}\``, {
          help: `write \`${flag} NAME=VALUE\``,
        })
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
}

/** Reads a file of `NAME=VALUE` lines; empty lines and lines that begin with `#` are passed over. Values are taken as they stand. */
export function parseInputFile(text: string, path: string): Given {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const kept = lines.filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
  const wrong = kept.findIndex((line) => line.indexOf('=') <= 0)
  if (wrong >= 0) {
    throw new UserError(`\`${path}\` holds a line that is not NAME=VALUE`, {
      help: 'write one NAME=VALUE a line, comments after `#`',
    })
  }
  return parsePairs(kept, '--input-file')
}
