import { existsSync, readFileSync } from 'node:fs'
import type { Diagnostic } from '../../diagnostic.ts'
import { readSource } from '../../library/library.ts'
import { loadReachable, type Loaded } from '../../library/load.ts'
import { begin, compileMachine } from '../../machine/index.ts'
import type { Cache } from '../../library/cache.ts'
import type { RunMachine, Turn } from '../../machine/types.ts'
import type { Runbook } from '../../model.ts'
import type { Bindings, Declarations } from '../../run/commands.ts'
import { didYouMean } from '../../suggest.ts'
import { UserError } from '../exit.ts'
import { parseInputFile, parsePairs, resolveInputs, type AskInput, type Given } from '../inputs.ts'
import type { Workbench } from '../workbench.ts'
import type { RunFlags } from './flags.ts'

/** What is wrong with a runbook that was about to run: shown in full, and nothing is started. */
export class FaultyRunbooks extends Error {
  readonly diagnostics: readonly Diagnostic[]
  readonly runbooks: readonly Runbook[]

  constructor(diagnostics: readonly Diagnostic[], runbooks: readonly Runbook[]) {
    super('the runbook has errors')
    this.diagnostics = diagnostics
    this.runbooks = runbooks
  }
}

/**
 * Reads a runbook and every other that it can reach, and compiles their machine.
 * @throws {FaultyRunbooks} when one of them has an error
 * @throws {UserError} when `from` names no section
 */
export async function prepareMachine(
  file: string,
  from: string | undefined,
  workbench: Workbench,
): Promise<RunMachine> {
  const loaded = await loadReachable([readSource(file)], workbench.cache)
  const runbooks = new Map([...loaded].map(([path, { runbook }]) => [path, runbook]))
  const [start] = runbooks.values()
  if (start === undefined) throw new UserError(`cannot read \`${file}\``)
  const first = firstTurnOf(runbooks, from, workbench.cache)
  const errors = await errorsOf([...loaded.values()], { linked: first.known === undefined })
  if (errors.length > 0) throw new FaultyRunbooks(errors, [...runbooks.values()])
  const section = from === undefined ? undefined : sectionNamed(start, from)
  const machine = compileMachine(runbooks, start.path, section)
  return { ...machine, first: first.known ?? first.learn(begin(machine)) }
}

/**
 * The first turn of these texts, when it was made before; `learn` remembers it. It depends on nothing but the texts, and
 * making XState's machine for it is a tenth of a start. It is learned only of runbooks without an error: whoever knows it
 * knows also that nothing is wrong between them.
 */
function firstTurnOf(
  runbooks: ReadonlyMap<string, Runbook>,
  from: string | undefined,
  cache: Cache,
): { readonly known: Turn | undefined; readonly learn: (turn: Turn) => Turn } {
  const texts = [...runbooks].flatMap(([path, { text }]) => [path, text])
  const input = JSON.stringify([from ?? '', ...texts])
  return {
    known: cache.get('turn', input) as Turn | undefined,
    learn(turn) {
      cache.set('turn', input, turn)
      return turn
    },
  }
}

/** The errors that no comment silences. `linked`: those between the runbooks too. */
async function errorsOf(
  loaded: readonly Loaded[],
  { linked }: { readonly linked: boolean },
): Promise<Diagnostic[]> {
  const runbooks = loaded.map((one) => one.runbook)
  const between = linked ? (await import('../../rules/library.ts')).checkLinked(runbooks) : []
  const found = [...loaded.flatMap((one) => one.diagnostics), ...between]
  const errors = found.filter((finding) => finding.severity === 'error')
  if (errors.length === 0) return []
  const { silenced, unsilenced } = await import('../../rules/silence.ts')
  return unsilenced(runbooks.map(silenced), errors)
}

/** The section that a flag names by its id or its title. @throws {UserError} with the nearest ids. */
export function sectionNamed(runbook: Runbook, name: string): string {
  const wanted = name.replace(/^#/, '').toLowerCase()
  const section = runbook.sections.find(
    ({ id, title }) => id.toLowerCase() === wanted || title.toLowerCase() === wanted,
  )
  if (section !== undefined) return section.id
  const ids = runbook.sections.map(({ id }) => id)
  throw new UserError(`\`${runbook.frontmatter.id}\` has no section \`${name}\``, {
    help: didYouMean(name, ids) ?? `its sections are ${ids.join(', ')}`,
  })
}

/** The inputs of every runbook that can be reached; the one that is started declares them first. */
export function declarationsOf(machine: RunMachine): {
  readonly all: Declarations
  readonly needed: ReadonlySet<string>
} {
  const started = machine.runbooks.get(machine.start)?.frontmatter.inputs ?? {}
  const others = [...machine.runbooks.values()].map(({ frontmatter }) => frontmatter.inputs)
  return {
    all: Object.assign({}, ...others.toReversed(), started) as Declarations,
    needed: new Set(Object.keys(started)),
  }
}

/** Resolves the inputs of a run from its flags, the environment and a lab. */
export async function prepareInputs(
  machine: RunMachine,
  flags: RunFlags,
  lab: Given,
  ask: AskInput | undefined,
  needed: ReadonlySet<string> = declarationsOf(machine).needed,
): Promise<Bindings> {
  const sources = {
    lab,
    environment: process.env,
    file: flags.inputFile === undefined ? {} : readInputFile(flags.inputFile),
    flag: parsePairs(flags.input ?? [], '--input'),
  }
  return resolveInputs(declarationsOf(machine).all, sources, needed, ask)
}

/** Reads `--input-file`. @throws {UserError} when it is not there or not made of NAME=VALUE lines. */
export function readInputFile(path: string): Given {
  if (!existsSync(path))
    throw new UserError(`there is no file \`${path}\``, { help: 'check the path after `--input-file`' })
  return parseInputFile(readFileSync(path, 'utf8'), path)
}
