import type { Rule } from './rule.ts'

/** Two headings share a title, so that code hosts number their anchors, and a link needs one of them. */
export const duplicateAnchor: Rule = (runbook) => {
  const links = new Map(runbook.links.map((link) => [link.href, link]))
  return [...runbook.anchors].flatMap(([id, anchor]) => {
    const base = /^(.+)-\d+$/.exec(id)?.[1] ?? ''
    const first = runbook.anchors.get(base)
    if (first?.title !== anchor.title || first.span.start >= anchor.span.start) return []
    const link = links.get(`#${base}`) ?? links.get(`#${id}`)
    if (link === undefined) return []
    return [
      {
        code: 'duplicate-anchor' as const,
        severity: 'error' as const,
        path: runbook.path,
        message: `two sections are called \`${anchor.title}\`, and a link needs one of them`,
        span: anchor.span,
        label: `its anchor is \`#${id}\` only as long as the order stays`,
        related: [
          { path: runbook.path, span: first.span, label: `this one is \`#${base}\`` },
          { path: runbook.path, span: link.span, label: `this link means \`${link.href}\`` },
        ],
        help: 'give one of the two headings a name of its own',
      },
    ]
  })
}
