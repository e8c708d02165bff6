import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostic.ts'
import { checkDrill } from '../../drill/check.ts'
import { isRegularFile, openDrills, openLibrary, drillEnding, readSource } from '../../library/library.ts'
import type { RunMachine } from '../../machine/types.ts'
import { parseDrill, type Drill } from '../../parse/drill.ts'
import type { Source } from '../../source.ts'
import { didYouMean } from '../../suggest.ts'
import { exit, UserError } from '../exit.ts'
import { FaultyRunbooks, prepareMachine } from '../run/prepare.ts'
import { refuseUnsupported } from '../run/limits.ts'
import type { Workbench } from '../workbench.ts'

/** A drill that can be run, and the machine of its runbook. */
export interface Chosen {
  readonly drill: Drill
  readonly machine: RunMachine
}

/** What was found wrong with drills or with their runbooks: nothing is started. */
export interface Faults {
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: readonly Source[]
}

/**
 * The drills that names mean: none is all of the library, a folder those in it, a drill's file or name that one, a
 * runbook's id or file those that begin with it.
 * @throws {UserError} for a name that means nothing, and when there is no drill
 */
export async function chooseDrills(
  names: readonly string[],
  workbench: Workbench,
): Promise<{ readonly chosen: Chosen[]; readonly faults: Faults }> {
  const files = [...new Set((await Promise.all(names.map((name) => filesNamed(name, workbench)))).flat())]
  const all = names.length === 0 ? openDrills(workbench.library.folder) : files
  if (all.length === 0)
    throw new UserError(`there are no drills${names.length === 0 ? ` in ${workbench.library.folder}` : ''}`, {
      help: 'a drill is a file `NAME.drill.yaml` beside its runbook; docs/drills.md shows how to write one',
    })
  const diagnostics: Diagnostic[] = []
  const sources: Source[] = []
  const chosen: Chosen[] = []
  const machineOf = machines(workbench)
  for (const file of all) {
    const source = readSource(file)
    const read = await readDrill(source, machineOf)
    diagnostics.push(...read.diagnostics)
    sources.push(source, ...read.sources)
    if (read.chosen !== undefined) chosen.push(read.chosen)
  }
  return { chosen, faults: { diagnostics, sources } }
}

type MachineOf = (drill: Drill) => Promise<RunMachine>

/** Compiles each machine once: many drills begin with the same runbook. */
function machines(workbench: Workbench): MachineOf {
  const known = new Map<string, Promise<RunMachine>>()
  return ({ target, from }) => {
    const key = `${target}#${from ?? ''}`
    const machine = known.get(key) ?? prepareMachine(resolve(target), from, workbench)
    known.set(key, machine)
    return machine
  }
}

async function readDrill(
  source: Source,
  machineOf: MachineOf,
): Promise<Faults & { readonly chosen?: Chosen }> {
  const { drill, diagnostics } = parseDrill(source)
  if (drill === undefined) return { diagnostics, sources: [] }
  if (!isRegularFile(drill.target)) {
    const span = drill.places.get('runbook')?.value ?? { start: 0, end: 0 }
    const message = `there is no runbook \`${drill.runbook}\``
    const help = 'write the path of the runbook from this file'
    return {
      diagnostics: [{ code: 'unknown-target', severity: 'error', message, path: drill.path, span, help }],
      sources: [],
    }
  }
  try {
    const machine = await machineOf(drill)
    refuseUnsupported(machine)
    const wrong = checkDrill(drill, machine)
    return wrong.length > 0
      ? { diagnostics: wrong, sources: [] }
      : { diagnostics: [], sources: [], chosen: { drill, machine } }
  } catch (problem) {
    if (!(problem instanceof FaultyRunbooks)) throw problem
    return { diagnostics: problem.diagnostics, sources: problem.runbooks }
  }
}

async function filesNamed(name: string, workbench: Workbench): Promise<string[]> {
  const path = resolve(name)
  if (existsSync(path) && statSync(path).isDirectory()) return openDrills(path)
  if (existsSync(path) && name.endsWith(drillEnding)) return [path]
  const all = openDrills(workbench.library.folder)
  if (existsSync(path)) return drillsOf(path, name, all)
  const drills = all.filter((file) => file.endsWith(`/${name}${drillEnding}`))
  if (drills.length > 0) return drills
  const catalog = await workbench.catalog()
  const entry = catalog.find(({ id }) => id.toLowerCase() === name.toLowerCase())
  if (entry === undefined) {
    const known = [...catalog.map(({ id }) => id), ...all.map(drillName)]
    throw new UserError(`no runbook and no drill is called \`${name}\``, {
      help: didYouMean(name, known) ?? '`runbook list` shows the runbooks',
    })
  }
  return drillsOf(entry.file, entry.id, all)
}

/** The drills that begin with a runbook. @throws {UserError} when it has none */
function drillsOf(runbook: string, name: string, all: readonly string[]): string[] {
  const own = all.filter((file) => targetOf(file) === runbook)
  if (own.length > 0) return own
  throw new UserError(`\`${name}\` has no drill`, {
    status: exit.failed,
    help: 'a drill is a file `NAME.drill.yaml` beside its runbook; docs/drills.md shows how to write one',
  })
}

function drillName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -drillEnding.length)
}

function targetOf(file: string): string | undefined {
  const { drill } = parseDrill(readSource(file))
  return drill === undefined ? undefined : resolve(drill.target)
}

/** The runbooks whose coverage is asked for: those of the named folders, else those that the drills begin with. */
export function coveredFiles(
  names: readonly string[],
  chosen: readonly Chosen[],
  workbench: Workbench,
): string[] {
  const folders = names
    .map((name) => resolve(name))
    .filter((path) => existsSync(path) && statSync(path).isDirectory())
  const files =
    names.length === 0 ? workbench.library.files : folders.flatMap((folder) => openLibrary(folder).files)
  return [...new Set([...files, ...chosen.map(({ drill }) => resolve(drill.target))])]
}
