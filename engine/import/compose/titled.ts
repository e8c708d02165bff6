import { type Part, textPart } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourcePage, SourceSection } from '../read/page.ts'
import { samplePart } from '../recognise/sample.ts'
import { asMarkdown } from '../recognise/escape.ts'
import { isNumbered, purposeOf } from '../recognise/roles.ts'
import type { FrontMatter } from '../repair/front-matter.ts'
import type { SourceDocument } from './documents.ts'
import type { Naming } from './identify.ts'

interface Titled {
  readonly title: SourceSection
  /** The section of the page that it was made of. */
  readonly original: SourceSection | undefined
  readonly others: readonly SourceSection[]
}

/** The section that gives the title, and the others; what stands above the first heading goes below the title. */
export function titled(
  { sections, taken }: SourceDocument,
  front: FrontMatter | undefined,
  naming: Naming,
): Titled {
  const preface = taken === undefined ? sections[0] : undefined
  const [first, ...rest] = taken === undefined ? sections.slice(1) : sections
  const templated =
    first?.level === 1 && /<%|\{\{|\{%/.test(first.markup)
      ? front?.values.get('title')?.[0]?.trim()
      : undefined
  if (first !== undefined && templated !== undefined)
    return {
      title: {
        ...first,
        markup: asMarkdown(templated),
        title: templated,
        nodes: [...(preface?.nodes ?? []), ...first.nodes],
      },
      original: first,
      others: rest,
    }
  const isTitle =
    first?.level === 1 ||
    (taken === undefined && front?.values.get('title') === undefined && namesPage(sections))
  if (first !== undefined && (taken !== undefined || isTitle) && first.title !== '')
    return {
      title: {
        ...first,
        level: Math.min(first.level, 1),
        nodes: [...(preface?.nodes ?? []), ...first.nodes],
      },
      original: first,
      others: rest,
    }
  const name = front?.values.get('title')?.[0]?.trim() || naming.title
  const others = first === undefined ? rest : [first, ...rest]
  const title = {
    level: others.length === 0 ? 1 : 0,
    markup: name.replaceAll(/[<[\]*_`]/g, '\\$&'),
    title: name,
    line: 1,
    nodes: preface?.nodes ?? [],
  }
  return { title, original: undefined, others }
}

/** A page without any heading of the first level may begin with its title all the same, one level down. */
function namesPage([preface, first, ...rest]: readonly SourceSection[]): boolean {
  if (first?.level !== 2 || preface?.nodes.length !== 0 || rest.some(({ level }) => level === 1)) return false
  if (/\b(?:runbook|playbook|handbook|guide|procedure|sop)\b/i.test(first.title)) return true
  const own = rest.filter(({ level }) => level === first.level).map(({ title }) => title)
  const parts = own.filter((title) => isNumbered(title) || purposeOf(title) !== 'none')
  const isPart = isNumbered(first.title) || purposeOf(first.title) !== 'none'
  return !isPart && own.length > 1 && parts.length * 2 > own.length
}

/** What has no place of its own: the front matter of another tool, and the definitions of links that another part of the page holds. */
export function carried(
  document: SourceDocument,
  front: FrontMatter | undefined,
  title: SourceSection,
  { page, notes }: { readonly page: SourcePage; readonly notes: Notes },
): Part[] {
  const own =
    front === undefined || [...front.values.keys()].every((key) => key === 'title')
      ? []
      : [samplePart(front.lines.join('\n'), front.format, 1)]
  if (own.length > 0)
    notes.add(
      'front-matter-kept',
      1,
      'the front matter of the page is shown below the title',
      'delete what nobody needs any more',
    )
  const written = page.sections.find(({ line, level }) => level === 1 && line === title.line)?.markup
  const template =
    written === undefined || written === title.markup ? [] : [textPart(asMarkdown(written), title.line)]
  const titles =
    front !== undefined && own.length === 0 && title.level > 0 && template.length === 0
      ? [...(front.values.get('title') ?? [])]
      : []
  const definitions = document.taken === undefined ? [] : page.definitions
  return [
    ...template,
    ...own,
    ...titles.map((text) => textPart(text.replaceAll(/[<[\]*_`]/g, '\\$&'), 1)),
    ...(definitions.length === 0 ? [] : [textPart(definitions.join('\n'), title.line)]),
  ]
}
