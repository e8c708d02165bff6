import type { Part, Prose, Runbook, Sample, Section } from '../model.ts'
import { readBody } from './body.ts'
import { readContents, type Contents } from './contents.ts'
import type { Findings } from './findings.ts'
import { checkFirst, checkGates, checkMixed, kindOf } from './kinds.ts'
import { readOutline, type Outlined } from './outline.ts'
import { readPhases, runReminders, type Surveyed } from './phases.ts'
import { readAnchors, readSection, type NodePart } from './sections.ts'
import { checkSideBySide } from './side-by-side.ts'
import { firstLine, survey } from './survey.ts'
import { checkTables } from './tables.ts'
import type { Document, Heading } from './tree.ts'

/** What is read from the Markdown of a file. */
export type ReadPage = Pick<
  Runbook,
  | 'title'
  | 'titleSpan'
  | 'introduction'
  | 'sections'
  | 'paths'
  | 'phases'
  | 'reminders'
  | 'anchors'
  | 'links'
  | 'samples'
  | 'comments'
>

/** Reads sections, paths and everything in them. `start` is where the body begins. */
export function readPage(
  document: Document,
  path: string,
  source: string,
  start: number,
  findings: Findings,
): ReadPage {
  const outline = readOutline(document)
  const surveyed = outline.parts.map((outlined) => surveyPart(outlined, source, findings))
  const nodes = withContext(surveyed, outline.title, source)
  const active = surveyed.flatMap(({ outlined, kind }) => (kind === undefined ? [] : [outlined]))
  const anchors = readAnchors(outline.slugs, active)
  const read = nodes.map((node) => readSection(node, { path, anchors }, source, findings))
  const sections = read.flatMap(({ section, branches }): Section[] => [section, ...(branches?.nested ?? [])])
  reportWhole(outline.title, sections, start, findings)
  checkTables(document, source, findings)
  return {
    title: outline.title?.text ?? '',
    titleSpan: outline.title?.span ?? { start, end: start },
    introduction: introductionOf(surveyed, outline.title, source),
    sections,
    paths: pathsOf(nodes),
    phases: readPhases(surveyed, sections, outline.title, findings),
    reminders: runReminders(surveyed, outline.title, findings),
    anchors,
    links: document.links.map(({ text, span, href, hrefSpan }) => ({
      text,
      span,
      href: href ?? '',
      hrefSpan: hrefSpan ?? span,
    })),
    comments: document.comments,
    samples: [...surveyed.flatMap(samplesOf), ...read.flatMap(({ branches }) => branches?.samples ?? [])],
  }
}

function surveyPart(outlined: Outlined, source: string, findings: Findings): Surveyed {
  checkSetext(outlined.heading, source, findings)
  const contents = readContents(survey(outlined.nodes, source, findings), outlined.id, source, findings)
  if (outlined.heading === undefined) reportHomeless(outlined, contents, source, findings)
  const kind = outlined.heading === undefined ? undefined : kindOf(contents)
  if (kind !== undefined) checkMixed(kind, contents, source, findings)
  checkGates(kind, contents, source, findings)
  checkFirst(contents, source, findings)
  checkSideBySide(kind, contents, findings)
  if (kind === undefined) reportIdle(contents, findings)
  return { outlined, contents, kind }
}

/** A line of text with `---` right below is a heading: hardly ever what was meant. */
function checkSetext(heading: Heading | undefined, source: string, findings: Findings): void {
  if (heading === undefined) return
  const lines = source.slice(heading.span.start, heading.span.end).split(/\r\n|\n|\r/)
  if (lines.length < 2 || lines.at(-1)?.trim() !== '---') return
  const end = heading.span.end
  findings.add(
    'setext-break',
    { start: end - 3, end },
    'this line makes a heading of the text above it, and ends no path',
    {
      help: 'put an empty line above `---`, or write the heading as `## Title`',
      related: [{ path: findings.path, span: firstLine(heading.span, source), label: 'read as a heading' }],
    },
  )
}

/** Blocks before the first heading, or between a break and the next heading, belong to no section. */
function reportHomeless(outlined: Outlined, contents: Contents, source: string, findings: Findings): void {
  for (const { span } of [...contents.blocks, ...contents.branches, ...contents.tasks, ...contents.edges]) {
    const where = outlined.path === 0 ? 'above the first heading' : 'between a break and the next heading'
    findings.add(
      'misplaced-block',
      firstLine(span, source),
      `this stands ${where} and belongs to no section`,
      {
        help: 'put a heading above it',
      },
    )
  }
}

/** In a section without anything to do, an edge is never followed. */
function reportIdle(contents: Contents, findings: Findings): void {
  for (const { word, wordSpan } of contents.edges) {
    findings.add(
      'bad-branch',
      wordSpan,
      `nothing is done in this section, so **${word}** is never followed`,
      {
        help: 'move it into a section with a block, a task list or an **Action**',
      },
    )
  }
}

/** The nodes, each with the prose of phases and of idle sections right before it. */
function withContext(surveyed: readonly Surveyed[], title: Heading | undefined, source: string): NodePart[] {
  const nodes: NodePart[] = []
  let carried: Part[] = []
  for (const part of surveyed) {
    const { outlined, contents, kind } = part
    const { heading } = outlined
    if (heading !== undefined && kind !== undefined) {
      const phases = phasesOf(outlined, surveyed, title)
      nodes.push({ outlined: { ...outlined, heading }, contents, kind, before: carried, phases })
      carried = []
    } else if (nodes.length > 0 || outlined.path > 0) carried = [...carried, ...proseOf(part, source)]
  }
  return nodes
}

function phasesOf(outlined: Outlined, surveyed: readonly Surveyed[], title: Heading | undefined): string[] {
  const idle = new Set(surveyed.flatMap((part) => (part.kind === undefined ? [part.outlined.heading] : [])))
  return outlined.around.flatMap(({ heading }) =>
    heading && heading !== title && idle.has(heading) ? [heading.text] : [],
  )
}

/** What a reader sees of a part without anything to do; an idle section that is no phase keeps its heading. */
function proseOf({ outlined, contents }: Surveyed, source: string): Part[] {
  const first = outlined.nodes[0]
  const last = outlined.nodes.at(-1)
  if (first === undefined || last === undefined) return []
  return readBody({ start: first.span.start, end: last.span.end }, contents.specials, source).filter(
    (part) => part.kind === 'prose' || part.kind === 'sample',
  )
}

/** Prose between the title and the first node. */
function introductionOf(surveyed: readonly Surveyed[], title: Heading | undefined, source: string): Prose[] {
  const found: Prose[] = []
  for (const part of surveyed) {
    if (part.kind !== undefined || part.outlined.path > 0) break
    if (part.outlined.heading !== undefined || title === undefined) {
      for (const prose of proseOf(part, source))
        if (prose.kind === 'prose') found.push({ markdown: prose.markdown, span: prose.span })
    }
  }
  return found
}

function pathsOf(nodes: readonly NodePart[]): string[][] {
  const paths = new Map<number, string[]>()
  for (const { outlined } of nodes)
    paths.set(outlined.path, [...(paths.get(outlined.path) ?? []), outlined.id])
  return [...paths.values()]
}

function samplesOf({ outlined, contents, kind }: Surveyed): Sample[] {
  const inSection = kind !== undefined && outlined.heading !== undefined
  return contents.samples.map(({ section, ...sample }) =>
    inSection && section ? { ...sample, section } : sample,
  )
}

function reportWhole(
  title: Heading | undefined,
  sections: readonly Section[],
  start: number,
  findings: Findings,
): void {
  const span = title?.span ?? { start, end: start }
  if (title === undefined)
    findings.add('missing-title', span, 'this runbook has no title', {
      help: 'write `# Title` below the frontmatter',
    })
  if (sections.length === 0) {
    findings.add('empty-runbook', span, 'nothing in this runbook can be done', {
      help: 'give a fence a role, such as `bash read`, or write a task list, branches or an **Action**',
    })
  }
}
