import type { Block } from '../model.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'
import { type Placeholder, placeholdersIn } from './placeholders.ts'
import type { Rule } from './rule.ts'

/** Nobody fills a placeholder in at run time, and a shell reads `<pod>` as a redirection that it may well perform. */
export const unresolvedPlaceholder: Rule = (runbook) =>
  blocksOf(runbook).flatMap(({ block }) =>
    placeholdersIn(block).map((placeholder) => ({
      code: 'unresolved-placeholder' as const,
      severity: 'error' as const,
      path: runbook.path,
      message: `the placeholder \`${placeholder.text}\` is not filled in`,
      span: spanInSource(block, placeholder.span.start, placeholder.span.end),
      label: labelOf(placeholder, block),
      help: `declare an input \`${inputName(placeholder)}\` in the frontmatter and write \`${useOf(placeholder, block)}\` here`,
    })),
  )

function labelOf(placeholder: Placeholder, block: Block): string {
  const redirects = placeholder.form === 'angle' && isShell(block)
  return redirects ? 'a shell takes this for a redirection' : 'this would run as it stands'
}

function inputName({ text }: Placeholder): string {
  const words =
    text.replaceAll(/^(?:your|insert|enter|the)\b[ _-]?|_HERE$/gi, '').match(/[A-Za-z][A-Za-z0-9]*/g) ?? []
  const name = words
    .filter((word) => !/^(?:your|insert|enter|the|a|x+)$/i.test(word))
    .join('_')
    .toUpperCase()
  return name === '' ? 'VALUE' : name
}

function useOf(placeholder: Placeholder, block: Block): string {
  const name = inputName(placeholder)
  if (block.language === 'sql') return `:'${name}'`
  if (block.language === 'python') return `os.environ["${name}"]`
  if (block.language === 'node') return `process.env.${name}`
  return isShell(block) ? `"$${name}"` : `$${name}`
}
