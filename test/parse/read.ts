import { parseRunbook } from '../../engine/parse/index.ts'
import type { Section } from '../../engine/model.ts'

export const head = '---\nid: T-1\n---\n\n# Title\n\n'

/** Parses a body under a small frontmatter and a title. */
export function readBody(body: string) {
  return parseRunbook({ path: 'team/page.md', text: head + body })
}

/** The only section of a kind, without findings. */
export function only<Kind extends Section['kind']>(
  body: string,
  kind: Kind,
): Extract<Section, { kind: Kind }> {
  const { runbook, diagnostics } = readBody(body)
  const section = runbook.sections[0]
  if (diagnostics.length > 0 || section?.kind !== kind) {
    throw new Error(`not a ${kind}: ${JSON.stringify({ diagnostics, kind: section?.kind })}`)
  }
  return section as Extract<Section, { kind: Kind }>
}

/** What was found: the code, and the text that it points at. */
export function found(text: string): string[] {
  const { diagnostics } = parseRunbook({ path: 'team/page.md', text })
  return diagnostics.map(({ code, span }) => `${code}: ${text.slice(span.start, span.end)}`)
}
