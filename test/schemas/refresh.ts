import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emittedSchemas } from '../../schemas/emit.ts'

/** Writes the emitted JSON Schemas anew: after a change of what they are made from, run it and read the difference. */
const folder = join(import.meta.dirname, '../../schemas')
for (const [name, schema] of Object.entries(emittedSchemas())) writeFileSync(join(folder, name), schema)
