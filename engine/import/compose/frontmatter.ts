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
      : [`escalate: { to: ${scalar(String(frontmatter['escalate']))} }`]),
    ...keys(behind),
    '---',
  ].join('\n')
}

function lineOf(name: string, value: string | readonly string[] | undefined): string[] {
  if (value === undefined || value.length === 0) return []
  return [`${name}: ${typeof value === 'string' ? scalar(value) : `[${value.map(scalar).join(', ')}]`}`]
}

function inputOf({ type, description, choices }: InputDraft): string {
  const list = choices === undefined ? '' : `, choices: [${choices.map(scalar).join(', ')}]`
  return `{ type: ${type}${list}, description: ${JSON.stringify(description)} }`
}

/** A text as YAML: plain where it cannot be taken for anything else. */
function scalar(text: string): string {
  const plain = /^[A-Za-z][\w ./-]*[\w./]$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
  return plain || /^\d{4}-\d\d-\d\d$/.test(text) || /^\d+(?:ms|[smhd])$/.test(text)
    ? text
    : JSON.stringify(text)
}
