import type { Diagnostic } from '../diagnostic.ts'
import type { Card } from '../model/card.ts'
import type { LibraryRule } from './rule.ts'

/** Titles: the frontmatter and the page say the same, and both as the team has agreed in the configuration. */
export const titleConvention: LibraryRule = (runbooks, { configuration }) => {
  const { title } = configuration.conventions
  const agreed = title === undefined ? undefined : new RegExp(`^(?:${title})$`, 'u')
  return runbooks.flatMap((runbook) => [
    ...twoTitles(runbook),
    ...(agreed ? againstAgreement(runbook, agreed) : []),
  ])
}

const words = (text: string): string =>
  text.replaceAll(/[`*_]/g, '').replaceAll(/\s+/g, ' ').trim().toLowerCase()

const sameTitle = (one: string, other: string): boolean => one === other || words(one) === words(other)

function twoTitles(runbook: Card): Diagnostic[] {
  const { path, frontmatter, title, titleSpan } = runbook
  if (frontmatter.title === undefined || sameTitle(frontmatter.title, title)) return []
  const place = runbook.frontmatterPlaces.get('title')?.value
  if (place === undefined || titleSpan.start === titleSpan.end) return []
  return [
    {
      code: 'title-convention',
      severity: 'warning',
      path,
      message: `this runbook has two titles: \`${frontmatter.title}\` in lists, \`${title}\` on its page`,
      span: titleSpan,
      label: 'who looks for one finds the other',
      related: [{ path, span: place, label: 'the title in lists' }],
      help: 'write one of them in both places, or delete `title` from the frontmatter',
    },
  ]
}

function againstAgreement({ path, title, titleSpan }: Card, agreed: RegExp): Diagnostic[] {
  if (title === '' || agreed.test(title)) return []
  return [
    {
      code: 'title-convention',
      severity: 'warning',
      path,
      message: `the title \`${title}\` is not as agreed`,
      span: titleSpan,
      label: 'see `conventions.title` in `runbook.config.yaml`',
      help: `write a title that matches \`${agreed.source.slice(4, -2)}\``,
    },
  ]
}
