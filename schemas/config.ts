import * as z from 'zod/mini'
import type { Configuration } from '../engine/configuration.ts'
import { codes } from '../engine/diagnostic.ts'
import { compilePattern } from '../engine/pattern.ts'

/** `runbook.config.yaml`: the one source of its check, its type and the JSON Schema that editors load. */

const globs = z._default(z.array(z.string().check(z.minLength(1))), [])

const pattern = z
  .string()
  .check(
    z.refine((source) => compilePattern(source).problem === undefined, 'not a pattern that can be matched'),
  )

const alerts = z.strictObject({
  files: globs.check(z.describe('Prometheus rule files, as globs below the folder of this file')),
  urls: z
    ._default(z.array(z.url('expected a URL')), [])
    .check(z.describe('What stands before the path of a runbook in `runbook_url`')),
})

const conventions = z.strictObject({
  id: z.exactOptional(pattern.check(z.describe('Every id must match this, whole'))),
  title: z.exactOptional(pattern.check(z.describe('Every title must match this, whole'))),
})

export const config = z
  .strictObject({
    rules: z
      ._default(z.partialRecord(z.enum(codes), z.enum(['off', 'warning', 'error'])), {})
      .check(z.describe('How much each finding counts')),
    ignore: globs.check(z.describe('Files that are not checked, as globs below the folder of this file')),
    alerts: z._default(alerts, { files: [], urls: [] }),
    conventions: z._default(conventions, {}),
    environments: z
      ._default(z.record(z.string(), z.strictObject({ hosts: globs })), {})
      .check(z.describe('Machines of each environment, as globs: no command may name one')),
    clicks: z
      ._default(z.int().check(z.gte(1), z.lte(20)), 3)
      .check(z.describe('Links that may lie between a symptom or an alert and the step that mends it')),
    shellcheck: z
      ._default(z.boolean(), false)
      .check(z.describe('Ask shellcheck about every shell block, too')),
  })
  .check(z.meta({ title: 'Configuration of runbook' }))

/** The type and the schema say the same. */
const sameType = (decoded: z.infer<typeof config>): Configuration => decoded
void sameType
