import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emittedSchemas } from '../../schemas/emit.ts'

const folder = join(import.meta.dirname, '..', '..', 'schemas')

test.each(Object.entries(emittedSchemas()))(
  '%s stands as `node schemas/emit.ts` writes it',
  (name, schema) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(schema)
  },
)
