import { dirname, join, matchesGlob, relative, resolve, sep } from 'node:path'
import { type Configuration, noConfiguration } from '../configuration.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Source } from '../source.ts'
import { isRegularFile, readSource } from './library.ts'

/** Its name, and the one place of it: the root of a repository. */
export const configurationName = 'runbook.config.yaml'

/** A configuration, and where it was read. */
export interface ReadConfiguration {
  readonly configuration: Configuration
  /** Absolute path of the folder that its globs begin at. */
  readonly folder: string
  /** The file, when there is one. */
  readonly source?: Source
  readonly diagnostics: readonly Diagnostic[]
}

/** The nearest `runbook.config.yaml` in a folder or above it; without one, nothing is decided. */
export async function readConfiguration(start: string): Promise<ReadConfiguration> {
  const file = findUpwards(resolve(start))
  if (file === undefined) return { configuration: noConfiguration, folder: resolve(start), diagnostics: [] }
  const { parseConfiguration } = await import('../parse/config.ts')
  const source = readSource(file)
  return { ...parseConfiguration(source), folder: dirname(file), source }
}

function findUpwards(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, configurationName)
    if (isRegularFile(file)) return file
    if (dirname(folder) === folder) return undefined
  }
}

/** Whether the configuration leaves a file out. @param file absolute path */
export function isIgnored(file: string, { configuration, folder }: ReadConfiguration): boolean {
  const path = relative(folder, file).split(sep).join('/')
  return configuration.ignore.some((glob) => matchesGlob(path, glob))
}
