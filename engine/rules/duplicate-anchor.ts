import type { Rule } from './rule.ts'

/** Two headings share a title, so that code hosts number their anchors, and a link needs one of them. */
export const duplicateAnchor: Rule = (runbook) => {
  const anchors = [...runbook.anchors].sort(([, a], [, b]) => a.span.start - b.span.start)
  return anchors.flatMap(([id, anchor], index) => {
    const base = /^(.+)-\d+$/.exec(id)?.[1]
    const first = anchors
      .slice(0, index)
      .find(([other, { title }]) => other === base && title === anchor.title)
    if (first === undefined) return []
    const link = runbook.links.find(({ href }) => href === `#${base}` || href === `#${id}`)
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
          { path: runbook.path, span: first[1].span, label: `this one is \`#${base}\`` },
          { path: runbook.path, span: link.span, label: `this link means \`${link.href}\`` },
        ],
        help: 'give one of the two headings a name of its own',
      },
    ]
  })
}
