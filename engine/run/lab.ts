import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A running lab, as its `lab.json` says: what a run against it is given. */
export interface Lab {
  readonly name: string
  readonly pid: number
  readonly port: number
  readonly fault: string | null
  /** ISO instant. */
  readonly startedAt: string
  readonly inputs: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  /** Folders that come first on PATH. */
  readonly path: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** What `lab.ts` of every lab exports. Folders are absolute; each function rejects with a sentence. */
export interface LabProgram {
  readonly faultNames: readonly string[]
  /** Only one of it can be up on a machine at a time. */
  readonly exclusive?: boolean
  /** Starts it, with a fault in it or without; one that runs is kept. Resolves when it is ready and the fault shows. */
  up(folder: string, fault?: string): Promise<Lab>
  /** Ends its own processes and no others; false when there was nothing to end. */
  down(folder: string): Promise<boolean>
  /** Replaces the fault of a running lab; `null` puts everything back. */
  setFault(folder: string, fault: string | null): Promise<Lab>
  /** Whether the fault can be seen at this moment. */
  check(folder: string, fault: string): Promise<boolean>
  status(folder: string): Lab | undefined
}

/** A bundled lab, its program not yet loaded, and where its state is kept. */
export interface LabPlace {
  readonly name: string
  readonly program: string
  readonly folder: string
}

/**
 * The labs that come with the engine, by name: `test/lab/NAME/lab.ts` of a checkout; below `node_modules`, where
 * Node runs no TypeScript, the built `dist/lab/NAME/lab.js`. `root` holds both, `state` is the state folder.
 */
export function findLabs(root: string, state: string): LabPlace[] {
  const installed = root.split(sep).includes('node_modules') || !existsSync(join(root, 'test', 'lab'))
  const pattern = installed ? 'dist/lab/*/lab.js' : 'test/lab/*/lab.ts'
  const programs = globSync(pattern, { cwd: root }).sort()
  return programs.map((program) => {
    const name = basename(dirname(program))
    return { name, program: join(root, program), folder: join(state, 'labs', name) }
  })
}

/** Loads the program of a lab. */
export async function loadLab(place: LabPlace): Promise<LabProgram> {
  return (await import(pathToFileURL(place.program).href)) as LabProgram
}

/** What the lab wrote down when it was started; nothing when it is down. Does not look whether it still lives. */
export function readLab(place: LabPlace): Lab | undefined {
  try {
    return JSON.parse(readFileSync(join(place.folder, 'lab.json'), 'utf8')) as Lab
  } catch {
    return undefined
  }
}
