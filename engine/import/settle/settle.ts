import type { Diagnostic } from '../../diagnostic.ts'
import type { Runbook } from '../../model.ts'
import { parseRunbook } from '../../parse/index.ts'
import { checkRunbook } from '../../rules/index.ts'
import type { Anchors } from '../compose/anchors.ts'
import { renderRunbook } from '../compose/render.ts'
import type { RunbookDraft } from '../draft.ts'
import type { Notes } from '../notes.ts'
import { mend } from './mend.ts'
import { keepActive } from '../compose/arrange.ts'
import { distinguish, targetsOf } from './titles.ts'

/** A runbook as it will be written, with what is still found in it: warnings only, when `valid`. */
export interface Settled {
  readonly text: string
  readonly runbook: Runbook
  readonly findings: readonly Diagnostic[]
  readonly valid: boolean
}

/** Rounds of writing, checking and mending; each mends everything that one check finds. */
const mostRounds = 12

/**
 * Writes a draft and has the engine itself check it. What it finds is mended: an input is declared, an alert put above a
 * destructive command, and what cannot be mended is shown instead of run. Nothing is valid when that does not come to an end.
 */
export async function settle(draft: RunbookDraft, anchors: Anchors, notes: Notes): Promise<Settled> {
  for (let round = 1; ; round++) {
    for (const target of targetsOf(draft)) keepActive(target, draft)
    distinguish(draft, anchors, notes)
    const rendered = renderRunbook(draft, anchors)
    const { runbook, diagnostics } = parseRunbook({ path: draft.file, text: rendered.text })
    const findings = [...diagnostics, ...(await checkRunbook(runbook))]
    const valid = findings.every(({ severity }) => severity !== 'error')
    const mended =
      round < mostRounds && findings.map((finding) => mend(finding, rendered, draft, notes)).some(Boolean)
    if (!mended) return { text: rendered.text, runbook, findings, valid }
  }
}
