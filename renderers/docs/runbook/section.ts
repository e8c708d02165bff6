import type { Section } from '../../../engine/model.ts'
import { html, type Html } from '../html.ts'
import type { SiteRunbook } from '../types.ts'

const kindWords: Readonly<Record<Section['kind'], string>> = {
  step: 'step',
  decision: 'decision',
  checklist: 'checklist',
  manual: 'by hand',
  call: 'runs another runbook',
}

export interface Group {
  readonly title: Html
  /** Of the heading, 1 to 6. */
  readonly level: number
  readonly content: Html
  readonly runbook: SiteRunbook
  /** The anchor that code hosts give it. */
  readonly id?: string
  /** None for a heading below which nothing is done. */
  readonly section: Section | undefined
}

/** A heading with what stands below it. The title of the page has its heading above, in the summary. */
export function sectionHtml({ title, level, content, runbook, id, section }: Group): Html {
  const heading = level === 1 ? undefined : headingHtml(title, level, id, section)
  const command =
    section === undefined || id === undefined
      ? undefined
      : html`<p class="from">
          Begin here: <code>runbook run ${runbook.runbook.frontmatter.id} --from ${id}</code>
        </p>`
  const node = nodeClass(runbook, id)
  return html`<section
    class="${section?.kind ?? 'prose'}"
    ${level === 1 && id !== undefined && html` id="${id}"`}${node !== undefined && html` data-node="${node}"`}
  >
    ${heading}${content}${command}
  </section> `
}

function headingHtml(title: Html, level: number, id: string | undefined, section: Section | undefined): Html {
  const kind = section === undefined ? undefined : html` <span class="kind">${kindWords[section.kind]}</span>`
  const link =
    id === undefined
      ? undefined
      : html` <a class="anchor" href="#${id}" aria-label="Link to this section">#</a>`
  const open = html`${id !== undefined && html` id="${id}"`}`
  if (level === 2) return html`<h2${open}>${title}${kind}${link}</h2>`
  if (level === 3) return html`<h3${open}>${title}${kind}${link}</h3>`
  if (level === 4) return html`<h4${open}>${title}${kind}${link}</h4>`
  return html`<h5${open}>${title}${kind}${link}</h5>`
}

/** The class of a section's node in the picture. */
function nodeClass({ graph }: SiteRunbook, id: string | undefined): string | undefined {
  const index = graph.nodes.findIndex((node) => node.id === id)
  return index < 0 ? undefined : `n${index}`
}
