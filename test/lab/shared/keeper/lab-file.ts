import { join } from 'node:path'
import { replaceFile } from '../files.ts'
import { identityOf } from '../identity.ts'
import type { Place } from '../place.ts'
import type { LabFile } from '../program.ts'

/** Where the programs of a lab lie, and how their files end. */
export interface Programs {
  readonly folder: string
  readonly extension: string
}

/** The path of a program of the lab. */
export function programPath({ folder, extension }: Programs, name: string): string {
  return join(folder, name + extension)
}

/** Folders that come first on PATH: the lab's own commands, then those that all labs have. */
export function commandFolders({ folder }: Programs): string[] {
  return [join(folder, 'bin'), join(folder, '..', 'shared', 'bin')]
}

/** What only the lab itself can say of `lab.json`. */
export type LabPart = Omit<LabFile, 'pid' | 'started' | 'environment'> & Partial<Pick<LabFile, 'environment'>>

/** Writes `lab.json`, readable by its owner alone; written last, so that whoever finds it finds the lab ready. */
export function writeLabFile(place: Place, part: LabPart): void {
  const self = identityOf(process.pid)
  if (self === undefined) throw new Error('this process cannot see itself')
  const file: LabFile = { ...self, ...part, environment: { LAB_ROOT: place.root, ...part.environment } }
  replaceFile(place.labFile, `${JSON.stringify(file, null, 2)}\n`, 0o600)
}

/** What `run/lab.env` says to the lab's shell commands; `more` are names of the lab's own commands. */
export interface ShellFacts {
  readonly lab: string
  /** The name of the service's unit and of its processes. */
  readonly service: string
  readonly control: string
  readonly programs: Programs
  readonly more?: Readonly<Record<string, string>>
}

export function writeShellFile(place: Place, { lab, service, control, programs, more }: ShellFacts): void {
  const lines = {
    LAB: lab,
    SERVICE: service,
    CONTROL: control,
    NODE: process.execPath,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
    COMMANDS: programPath(programs, 'commands'),
    SERVICE_PROGRAM: programPath(programs, 'service'),
    ...more,
  }
  const text = Object.entries(lines).map(([name, value]) => `${name}='${value.replaceAll("'", "'\\''")}'\n`)
  replaceFile(join(place.run, 'lab.env'), [...text, 'export NODE_COMPILE_CACHE\n'].join(''))
}
