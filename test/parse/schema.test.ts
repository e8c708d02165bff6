import { expectTypeOf, test } from 'vitest'
import type * as z from 'zod'
import type { Frontmatter } from '../../engine/model.ts'
import type { frontmatter } from '../../schemas/frontmatter.ts'

test('the schema gives back what the model promises', () => {
  expectTypeOf<z.output<typeof frontmatter>>().toExtend<Frontmatter>()
})
