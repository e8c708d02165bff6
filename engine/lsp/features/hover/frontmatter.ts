import type { Runbook } from '../../../model.ts'
import { holds } from '../page.ts'
import { schemaAt } from '../schema.ts'
import type { Hover } from './index.ts'

/** On a key of the frontmatter: what the schema says of it. */
export function frontmatterHover({ frontmatterPlaces }: Runbook, offset: number): Hover | undefined {
  for (const [path, { key }] of frontmatterPlaces) {
    if (!holds(key, offset)) continue
    const schema = schemaAt(path.split('.'))
    const values = schema?.enum ?? schema?.examples
    const facts = [schema?.description, values && `such as ${values.map((one) => `\`${one}\``).join(', ')}`]
    const said = facts.filter((one) => one !== undefined)
    if (said.length > 0) return { span: key, markdown: said.join('\n\n') }
  }
  return undefined
}
