import type { Edge, Runbook, Section } from '../model.ts'

/** What is looked up again and again about a runbook; made once, in time linear in its sections. */
export interface Outline {
  readonly sections: ReadonlyMap<string, Section>
  /** The section after each one in its path; none at the end of a path. */
  readonly followers: ReadonlyMap<string, string>
  /** Index of the path of each section; nested decisions are in none. */
  readonly pathOf: ReadonlyMap<string, number>
  /** The section that a run starts with; none in an empty runbook. */
  readonly start?: string
  /** Sections that a run might enter twice: the counts of their attempts are kept. */
  readonly looping: ReadonlySet<string>
}

const outlines = new WeakMap<Runbook, Outline>()

export function outlineOf(runbook: Runbook): Outline {
  const known = outlines.get(runbook)
  if (known !== undefined) return known
  const sections = new Map(runbook.sections.map((section) => [section.id, section]))
  const paths = runbook.paths.map((path) => path.filter((id) => !isNested(sections.get(id))))
  const start = paths[0]?.[0] ?? runbook.sections[0]?.id
  const followers = followersOf(paths)
  const outline: Outline = {
    sections,
    followers,
    pathOf: new Map(paths.flatMap((path, index) => path.map((id) => [id, index] as const))),
    ...(start === undefined ? {} : { start }),
    looping: loopingSections(runbook, sections, followers),
  }
  outlines.set(runbook, outline)
  return outline
}

/** Every edge that a section names, with which of them it is. */
export function edgesOf(
  section: Section,
): { readonly which: number | 'next' | 'fail'; readonly edge: Edge }[] {
  const branches = section.kind === 'decision' ? section.branches : []
  return [
    ...branches.map(({ edge }, which) => ({ which, edge })),
    ...(section.next === undefined ? [] : [{ which: 'next' as const, edge: section.next }]),
    ...(section.ifItFails === undefined ? [] : [{ which: 'fail' as const, edge: section.ifItFails }]),
  ]
}

/** The id of the section that an anchor enters: its own, or that of the first section below it. */
export function sectionAt(runbook: Runbook, anchor: string): string | undefined {
  return outlineOf(runbook).sections.has(anchor) ? anchor : runbook.anchors.get(anchor)?.section
}

function isNested(section: Section | undefined): boolean {
  return section?.kind === 'decision' && section.parent !== undefined
}

function followersOf(paths: readonly (readonly string[])[]): Map<string, string> {
  const followers = new Map<string, string>()
  for (const path of paths) {
    for (const [index, id] of path.entries()) {
      const next = path[index + 1]
      if (next !== undefined) followers.set(id, next)
    }
  }
  return followers
}

/** A loop has an edge that leads back; every section between its two ends, in document order, may be entered twice. */
function loopingSections(
  runbook: Runbook,
  sections: ReadonlyMap<string, Section>,
  followers: ReadonlyMap<string, string>,
): Set<string> {
  const order = new Map([...sections.keys()].map((id, index) => [id, index]))
  const changes = new Int32Array(order.size + 1)
  const cover = (from: string, to: string | undefined) => {
    const [start, end] = [order.get(to ?? '') ?? Infinity, order.get(from) ?? -1]
    if (start > end) return
    changes[start] = (changes[start] ?? 0) + 1
    changes[end + 1] = (changes[end + 1] ?? 0) - 1
  }
  for (const section of runbook.sections) {
    cover(section.id, followers.get(section.id))
    for (const { edge } of edgesOf(section)) {
      if (edge.target.kind === 'section') cover(section.id, targetIn(runbook, sections, edge.target.id))
    }
  }
  let depth = 0
  return new Set([...order].filter(([, index]) => (depth += changes[index] ?? 0) > 0).map(([id]) => id))
}

function targetIn(
  runbook: Runbook,
  sections: ReadonlyMap<string, Section>,
  anchor: string,
): string | undefined {
  return sections.has(anchor) ? anchor : runbook.anchors.get(anchor)?.section
}
