import { yamlText } from '../../yaml-text.ts'
import type { InputDraft, RunbookDraft } from '../draft.ts'

/** The frontmatter of a draft, its keys in the order of `docs/format.md`. */
export function renderFrontmatter({ id, frontmatter, inputs, requires }: RunbookDraft): string {
  const before = ['title', 'summary', 'service', 'severity', 'mttr', 'owner', 'alerts', 'symptoms']
  const behind = ['reviewed', 'review_every']
  const keys = (names: readonly string[]): string[] =>
    names.flatMap((name) => lineOf(name, frontmatter[name]))
  return [
    '---',
    `id: ${id}`,
    ...keys(before),
    ...(inputs.size === 0
      ? []
      : ['inputs:', ...[...inputs].map(([name, input]) => `  ${name}: ${inputOf(input)}`)]),
    ...(requires.size === 0 ? [] : [`requires: [${[...requires].sort().join(', ')}]`]),
    ...(frontmatter['escalate'] === undefined
      ? []
      : [`escalate: { to: ${yamlText(String(frontmatter['escalate']))} }`]),
    ...keys(behind),
    '---',
  ].join('\n')
}

function lineOf(name: string, value: string | readonly string[] | undefined): string[] {
  if (value === undefined || value.length === 0) return []
  return [`${name}: ${typeof value === 'string' ? yamlText(value) : `[${value.map(yamlText).join(', ')}]`}`]
}

function inputOf({ type, description, choices }: InputDraft): string {
  const list = choices === undefined ? '' : `, choices: [${choices.map(yamlText).join(', ')}]`
  return `{ type: ${type}${list}, description: ${JSON.stringify(description)} }`
}
