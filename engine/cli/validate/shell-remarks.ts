import type { Diagnostic } from '../../diagnostic.ts'
import type { Cache } from '../../library/cache.ts'
import { readSource } from '../../library/library.ts'
import { askShellcheck } from '../../library/shellcheck.ts'
import { parseRunbook } from '../../parse/index.ts'
import { scriptsOf, shellcheckFindings } from '../../rules/shellcheck.ts'
import type { Appraisal } from './appraise.ts'

/** Pages whose scripts are given to shellcheck at once: starting it takes longer than what it does. */
const together = 200

/** What shellcheck says of the blocks of some pages; nothing when it is not installed. */
export function askShellcheckOf(pages: readonly Appraisal[], cache: Cache): Diagnostic[] | undefined {
  const found: Diagnostic[] = []
  for (let at = 0; at < pages.length; at += together) {
    const remarks = remarksOn(pages.slice(at, at + together), cache)
    if (remarks === undefined) return undefined
    found.push(...remarks)
  }
  return found
}

function remarksOn(pages: readonly Appraisal[], cache: Cache): Diagnostic[] | undefined {
  const read = pages.map(({ path, own }) => ({ own, runbook: parseRunbook(readSource(path)).runbook }))
  const answers = askShellcheck(
    read.flatMap(({ runbook, own }) => scriptsOf(runbook, own)),
    cache,
  )
  if (answers === undefined) return undefined
  return read.flatMap(({ runbook }) => shellcheckFindings(runbook, (script) => answers.get(script)))
}
