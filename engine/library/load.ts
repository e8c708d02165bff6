import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import { linkedPaths } from '../model/reach.ts'
import type { Source } from '../source.ts'
import type { Cache } from './cache.ts'
import { isRegularFile, readSource } from './library.ts'

/** A runbook with everything that was found wrong in it, by itself; what it links to is not judged here. */
export interface Loaded {
  readonly runbook: Runbook
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses and checks one source, or remembers what came out when this very text was checked before. */
export async function loadRunbook(source: Source, cache: Cache): Promise<Loaded> {
  if (source.damaged) return withDamage(await loadRunbook({ path: source.path, text: source.text }, cache))
  const input = `${source.path}\n${source.text}`
  const known = cache.get('runbook', input) as Loaded | undefined
  if (known !== undefined) return known
  const [{ parseRunbook }, { checkRunbook }] = await Promise.all([
    import('../parse/index.ts'),
    import('../rules/index.ts'),
  ])
  const { runbook, diagnostics } = parseRunbook(source)
  const loaded = { runbook, diagnostics: [...diagnostics, ...(await checkRunbook(runbook))] }
  cache.set('runbook', input, loaded)
  return loaded
}

function withDamage({ runbook, diagnostics }: Loaded): Loaded {
  const at = Math.max(0, runbook.text.indexOf('\uFFFD'))
  const finding: Diagnostic = {
    code: 'unreadable-file',
    severity: 'error',
    message: 'the bytes of this file are not UTF-8',
    path: runbook.path,
    span: { start: at, end: at + 1 },
    help: 'save the file as UTF-8',
  }
  return { runbook, diagnostics: [finding, ...diagnostics] }
}

/**
 * Loads some runbooks and every other that can be reached from them, by path, those first. A link to a file that does
 * not exist is left to the rules. `read` is told the path of each as it is read.
 */
export async function loadReachable(
  sources: readonly Source[],
  cache: Cache,
  read: (path: string) => void = () => undefined,
): Promise<Map<string, Loaded>> {
  const found = new Map<string, Loaded>()
  const open = [...sources]
  for (let source = open.shift(); source !== undefined; source = open.shift()) {
    if (found.has(source.path)) continue
    const loaded = await loadRunbook(source, cache)
    found.set(source.path, loaded)
    read(source.path)
    for (const path of linkedPaths(loaded.runbook)) if (isRegularFile(path)) open.push(readSource(path))
  }
  return found
}
