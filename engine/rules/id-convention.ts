import type { LibraryRule } from './rule.ts'

/** Ids that are not as the team has agreed in the configuration. */
export const idConvention: LibraryRule = (runbooks, { configuration }) => {
  const { id: pattern } = configuration.conventions
  if (pattern === undefined) return []
  const agreed = new RegExp(`^(?:${pattern})$`, 'u')
  return runbooks.flatMap(({ path, frontmatter: { id }, frontmatterPlaces }) => {
    const span = frontmatterPlaces.get('id')?.value
    if (span === undefined || id === '' || agreed.test(id)) return []
    return [
      {
        code: 'id-convention' as const,
        severity: 'warning' as const,
        path,
        message: `the id \`${id}\` is not as agreed`,
        span,
        label: 'see `conventions.id` in `runbook.config.yaml`',
        help: `write an id that matches \`${pattern}\``,
      },
    ]
  })
}
