import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { noConfiguration } from '../../engine/configuration.ts'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import { readAlertRules } from '../../engine/parse/alert-rules.ts'
import { parseConfiguration } from '../../engine/parse/config.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkRunbook } from '../../engine/rules/index.ts'
import { checkLibrary } from '../../engine/rules/library.ts'
import { environmentHosts } from '../../engine/rules/hard-coded-host.ts'
import { settle } from '../../engine/rules/settle.ts'
import { silenced } from '../../engine/rules/silence.ts'
import { noCache } from '../../engine/library/cache.ts'
import { askShellcheck } from '../../engine/library/shellcheck.ts'
import type { Runbook } from '../../engine/model.ts'
import { scriptsOf, shellcheckFindings } from '../../engine/rules/shellcheck.ts'
import type { Source, Span } from '../../engine/source.ts'

export const pagesFolder = join(import.meta.dirname, '../../docs/rules')

/** One page about a code, its examples taken apart. */
export interface Page {
  readonly text: string
  /** The files of the example that fails; `runbook.md` unless the fence names another. */
  readonly failing: readonly Source[]
  /** What `runbook validate` prints for it, the line that counts left out. */
  readonly expected: string
  /** Where that stands in the page. */
  readonly place: Span
  /** The same, repaired. */
  readonly repaired: readonly Source[]
}

/**
 * Reads a page. Examples are fences with the language `markdown` or `yaml` and, if it matters, a file name; those before the
 * `text` fence fail, those behind it are repaired. `\u{202e}` stands for a character that nobody would see on the page, and
 * `⟨- ×500⟩` for five hundred times `- `.
 */
export function readPage(code: string): Page {
  const text = readFileSync(join(pagesFolder, `${code}.md`), 'utf8')
  const fences = [...text.matchAll(/^(`{3,})(markdown|yaml|text)(?: (\S+))?\n([\s\S]*?)^\1$/gm)]
  const output = fences.findIndex((fence) => fence[2] === 'text')
  const examples = fences.map((fence) => ({
    path: fence[3] ?? 'runbook.md',
    text: unspelled(fence[4] ?? ''),
  }))
  const expected = fences[output]?.[4] ?? ''
  const start = text.indexOf('\n', fences[output]?.index ?? 0) + 1
  return {
    text,
    expected,
    place: { start, end: start + expected.length },
    failing: examples.slice(0, Math.max(0, output)),
    repaired: examples.slice(output + 1),
  }
}

function unspelled(text: string): string {
  return text
    .replaceAll(/⟨(.*?)×(\d+)⟩/g, (_found, piece: string, times: string) => piece.repeat(Number(times)))
    .replaceAll(/\\u\{([0-9a-f]+)\}/g, (_found, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    )
}

function shellRemarks(runbooks: readonly Runbook[], found: readonly Diagnostic[]): Diagnostic[] {
  const answers = askShellcheck(
    runbooks.flatMap((runbook) => scriptsOf(runbook, found)),
    noCache,
  )
  return runbooks.flatMap((runbook) => shellcheckFindings(runbook, (script) => answers?.get(script)))
}

/** The day on which pages and fixtures are checked. */
export const today = '2026-11-25'

/** Everything that counts in some files that form a library: runbooks, and `runbook.config.yaml` when it is among them. */
export async function findingsIn(sources: readonly Source[]): Promise<Diagnostic[]> {
  const parsed = sources.filter(({ path }) => path.endsWith('.md')).map(parseRunbook)
  const runbooks = parsed.map(({ runbook }) => runbook)
  const decided = sources.filter(({ path }) => path === 'runbook.config.yaml').map(parseConfiguration)[0]
  const configuration = decided?.configuration ?? noConfiguration
  const checked = await Promise.all(runbooks.map(checkRunbook))
  const isFile = (path: string): boolean => sources.some((one) => one.path === path)
  const alertFiles = sources
    .filter(({ path }) => /alerts/.test(path))
    .flatMap((one) => readAlertRules(one).file ?? [])
  const around = { today, configuration, isFile, exists: isFile, alertFiles }
  const own = parsed.flatMap(({ diagnostics }, index) => [...diagnostics, ...(checked[index] ?? [])])
  const found = [
    ...(decided?.diagnostics ?? []),
    ...own,
    ...(configuration.shellcheck ? shellRemarks(runbooks, own) : []),
    ...runbooks.flatMap((runbook) => environmentHosts(runbook, configuration)),
    ...checkLibrary(runbooks, around),
  ]
  return settle(runbooks.map(silenced), found, configuration)
}
