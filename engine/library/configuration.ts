import { basename, dirname, join, matchesGlob, relative, resolve, sep } from 'node:path'
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
  const source = readSource(file)
  if (!file.endsWith(configurationName)) return misnamed(file, source)
  const { parseConfiguration } = await import('../parse/config.ts')
  return { ...parseConfiguration(source), folder: dirname(file), source }
}

/** Nothing is decided by a file that has another ending, and its author should know. */
function misnamed(file: string, source: Source): ReadConfiguration {
  const finding: Diagnostic = {
    code: 'bad-config',
    severity: 'error',
    message: `\`${basename(file)}\` is not read: the configuration has another name`,
    path: source.path,
    span: { start: 0, end: 0 },
    help: `call it \`${configurationName}\``,
  }
  return { configuration: noConfiguration, folder: dirname(file), source, diagnostics: [finding] }
}

function findUpwards(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const names = [configurationName, configurationName.replace('.yaml', '.yml')]
    const file = names.map((name) => join(folder, name)).find(isRegularFile)
    if (file !== undefined) return file
    if (dirname(folder) === folder) return undefined
  }
}

/** Whether the configuration leaves a file out. @param file absolute path */
export function isIgnored(file: string, { configuration, folder }: ReadConfiguration): boolean {
  const path = relative(folder, file).split(sep).join('/')
  return configuration.ignore.some((glob) => matchesGlob(path, glob))
}
