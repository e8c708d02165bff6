import * as z from 'zod/mini'
import { config } from './config.ts'
import { drill } from './drill.ts'
import { frontmatter } from './frontmatter.ts'
import { sealedRecord } from './journal.ts'
import { proof } from './proof.ts'

/**
 * Which version of each schema this is: a new number when a file that fitted may fit no more, or a program that read one
 * may misread it. What is only added keeps the number.
 */
const versions = { config: 1, drill: 1, frontmatter: 1, journal: 1, proof: 1 } as const

export type SchemaName = keyof typeof versions

/** The JSON Schemas that other programs read, by file name, as they must stand in this folder. */
export function emittedSchemas(): Readonly<Record<string, string>> {
  return {
    'config.schema.json': text('config', 'Configuration of runbook', config),
    'drill.schema.json': text('drill', 'A drill of a runbook', drill),
    'frontmatter.schema.json': text('frontmatter', 'Frontmatter of a runbook', frontmatter),
    'journal.schema.json': text('journal', 'One line of the journal of a run', sealedRecord),
    'proof.schema.json': text('proof', 'A proof that a runbook works', proof),
  }
}

function text(name: SchemaName, title: string, schema: z.core.$ZodType): string {
  const $id = `urn:runbook:schema:${name}:${versions[name]}`
  const { $schema, ...rules } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return `${JSON.stringify({ $schema, $id, title, ...rules }, null, 2)}\n`
}
