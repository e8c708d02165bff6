import { existsSync, globSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Configuration } from '../configuration.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { AlertFile } from '../model/alerts.ts'
import type { Source } from '../source.ts'
import type { ReadConfiguration } from './configuration.ts'
import { isRegularFile, readSource, readText } from './library.ts'

/** What runbooks are checked against beside each other, read from the disk. */
export interface ReadSurroundings {
  readonly isFile: (path: string) => boolean
  readonly exists: (path: string) => boolean
  readonly anchors: (path: string) => ReadonlySet<string> | undefined
  readonly configuration: Configuration
  readonly alertFiles: readonly AlertFile[]
  /** The rule files, for messages. */
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
  /** Sentences about what was left out. */
  readonly notes: readonly string[]
}

/** Reads the alert rules that the configuration names, and gives what else rules may ask for. */
export async function readSurroundings(decided: ReadConfiguration): Promise<ReadSurroundings> {
  const { readPageAnchors } = await import('../parse/anchors.ts')
  const sources = ruleFiles(decided).map((file) => readSource(file))
  const read = sources.length === 0 ? [] : await readAlertFiles(sources)
  const empty = decided.configuration.alerts.files.filter(
    (glob) => globSync(glob, { cwd: decided.folder }).length === 0,
  )
  return {
    isFile: isRegularFile,
    exists: existsSync,
    anchors: (path) =>
      /\.md$/i.test(path) && isRegularFile(path) ? readPageAnchors(path, readText(path)) : undefined,
    configuration: decided.configuration,
    alertFiles: read.flatMap(({ file }) => file ?? []),
    sources,
    diagnostics: read.flatMap((one) => (one.file ? one.diagnostics : [])),
    notes: [
      ...read.flatMap(({ source, skipped }) =>
        skipped ? [`skipped \`${source.path}\`: it is ${skipped}`] : [],
      ),
      ...empty.map((glob) => `no file matches \`${glob}\` of \`alerts.files\``),
    ],
  }
}

async function readAlertFiles(sources: readonly Source[]) {
  const { readAlertRules } = await import('../parse/alert-rules.ts')
  return sources.map((source) => ({ source, ...readAlertRules(source) }))
}

function ruleFiles({ configuration, folder }: ReadConfiguration): string[] {
  const files = configuration.alerts.files.flatMap((glob) => globSync(glob, { cwd: folder }))
  return [...new Set(files)]
    .sort()
    .map((file) => relative('.', resolve(folder, file)))
    .filter(isRegularFile)
}
