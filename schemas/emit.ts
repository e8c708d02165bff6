import * as z from 'zod/mini'
import { config } from './config.ts'
import { drill } from './drill.ts'
import { frontmatter } from './frontmatter.ts'
import { sealedRecord } from './journal.ts'
import { proof } from './proof.ts'

/** The JSON Schemas that other programs read, by file name, as they must stand in this folder. */
export function emittedSchemas(): Readonly<Record<string, string>> {
  return {
    'config.schema.json': text('Configuration of runbook', config),
    'drill.schema.json': text('A drill of a runbook', drill),
    'frontmatter.schema.json': text('Frontmatter of a runbook', frontmatter),
    'journal.schema.json': text('One line of the journal of a run', sealedRecord),
    'proof.schema.json': text('A proof that a runbook works', proof),
  }
}

function text(title: string, schema: z.core.$ZodType): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`
}
