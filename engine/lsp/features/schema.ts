import frontmatter from '../../../schemas/frontmatter.schema.json' with { type: 'json' }

/** What an editor needs of a JSON Schema. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly examples?: readonly string[]
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

/** The schema of the frontmatter at a path of keys; nothing where it allows nothing. */
export function schemaAt(path: readonly string[]): Schema | undefined {
  return path.reduce<Schema | undefined>(below, frontmatter as unknown as Schema)
}

function below(schema: Schema | undefined, key: string): Schema | undefined {
  const { properties = {}, additionalProperties } = keyed(schema) ?? {}
  if (Object.hasOwn(properties, key)) return properties[key]
  if (typeof additionalProperties === 'object') return additionalProperties
  return /^\d+$/.test(key) ? keyed(schema) : undefined
}

/** Of a list the schema of its items, of several forms the one that has keys. */
export function keyed(schema: Schema | undefined): Schema | undefined {
  const [form] = schema?.anyOf?.filter(({ properties }) => properties !== undefined) ?? []
  return form ?? (schema?.items?.properties === undefined ? schema : schema.items)
}
