import { posix } from 'node:path'
import { decoded } from '../address.ts'
import type { Anchor, Edge, RunbookTarget, Target } from '../model.ts'
import type { EdgeDraft, TargetDraft } from './edges.ts'
import type { Findings } from './findings.ts'

/** What links of one page are resolved against. */
export interface Page {
  /** Path of the runbook. */
  readonly path: string
  readonly anchors: ReadonlyMap<string, Anchor>
}

/** An edge whose target is known, or known to be nowhere. */
export function resolveEdge(draft: EdgeDraft, page: Page, findings: Findings): Edge {
  const target = resolveTarget(draft.target, page, findings)
  return { target, span: draft.span, ...(draft.atMost === undefined ? {} : { atMost: draft.atMost }) }
}

function resolveTarget(draft: TargetDraft, page: Page, findings: Findings): Target {
  if (draft.kind === 'outcome') return draft
  const { href, span } = draft
  if (href.startsWith('#')) return sectionTarget(decoded(href.slice(1)), draft, page)
  const runbook = runbookTarget(draft, page)
  if (runbook !== undefined) {
    return runbook.path === page.path && runbook.anchor !== undefined
      ? sectionTarget(runbook.anchor, draft, page)
      : runbook
  }
  findings.add('bad-branch', span, `\`${href}\` is neither a section nor a runbook`, {
    help: 'link to `#anchor` or to another `.md` file, and put other links into the prose behind it',
  })
  return { kind: 'unknown', text: '', span }
}

function sectionTarget(
  anchor: string,
  { href, span }: { href: string; span: Target['span'] },
  page: Page,
): Target {
  const id = page.anchors.get(anchor)?.section
  return id === undefined ? { kind: 'unknown', text: href, span } : { kind: 'section', id, span }
}

/** The runbook that a relative link to a Markdown file means; nothing for other links. */
export function runbookTarget(
  { href, span }: { readonly href: string; readonly span: Target['span'] },
  page: Page,
): RunbookTarget | undefined {
  const [file = '', ...anchor] = href.split('#')
  if (/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(file) || !/\.md$/i.test(file)) return undefined
  const path = posix.join(posix.dirname(page.path.replaceAll('\\', '/')), decoded(file))
  const target = { kind: 'runbook', href, path, span } as const
  return anchor.length === 0 ? target : { ...target, anchor: decoded(anchor.join('#')) }
}
