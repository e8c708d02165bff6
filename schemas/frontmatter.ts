import * as z from 'zod/mini'
import { cadenceForms, parseCadence } from '../engine/cadence.ts'
import { durationPattern, parseDuration } from '../engine/duration.ts'
import { deniedNames } from '../engine/environment.ts'
import { compilePattern, readSlashed } from '../engine/pattern.ts'

/** Each frontmatter is decoded once: compiling the schema to a function costs more than it saves. */
z.config({ jitless: true })

/**
 * The frontmatter of a runbook: the one source of its check, its type and the JSON Schema that editors load.
 * It reads what YAML holds and gives back what `engine/model.ts` calls `Frontmatter`. (The small form of zod loads
 * three times as fast as the whole, and every run waits for it.)
 */

const text = z.string().check(z.trim(), z.minLength(1))

const duration = z
  .pipe(
    z.string().check(z.regex(durationPattern, 'expected a duration such as `30m`, `90d` or `250ms`')),
    z.transform((value: string) => parseDuration(value) ?? 0),
  )
  .check(z.meta({ examples: ['30m', '90d', '250ms', '1h30m'] }))

const date = z.iso.date('expected a date such as `2026-11-20`')

const list = z._default(z.array(text), [])

/** As a block sees it in its environment, whatever YAML took it for. */
const plain = z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String))

const inputName = z.string().check(
  z.regex(/^[A-Z][A-Z0-9_]*$/, 'expected an input name in capitals such as `API_URL`'),
  z.refine((name) => !deniedNames.test(name), 'this name would change how commands run'),
)

const pattern = text.check(
  z.refine((source) => compilePattern(source).problem === undefined, 'not a pattern that can be matched'),
)

const inputTypes = [
  'string',
  'integer',
  'number',
  'boolean',
  'choice',
  'url',
  'path',
  'duration',
  'host',
  'secret',
] as const

const input = z
  .strictObject({
    type: z.enum(inputTypes),
    description: z.exactOptional(text),
    default: z.exactOptional(plain),
    choices: z.exactOptional(z.array(plain).check(z.minLength(1))),
    pattern: z.exactOptional(pattern),
    required: z.exactOptional(z.boolean()),
  })
  .check(
    z.describe('A value that the operator gives; blocks see it as an environment variable of the same name'),
  )

const id = z
  .string()
  .check(
    z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'expected letters, digits, `.`, `_` and `-`, such as `RB-005`'),
    z.meta({ description: 'What people type: runbook run RB-005', examples: ['RB-005'] }),
  )

const level = z.strictObject({
  after: z.exactOptional(duration.check(z.describe('How long after the start of a run this level is told'))),
  to: text,
  authority: z.exactOptional(text.check(z.describe('What this level may decide'))),
})

const strategies = ['retry', 'fallback', 'partial', 'continue', 'intervene', 'restart'] as const

const logPattern = z.strictObject({
  match: text.check(
    z.refine((written) => {
      const read = readSlashed(written)
      return read !== undefined && compilePattern(read.source, read.flags).problem === undefined
    }, 'expected a pattern between slashes that can be matched, such as `/WAL .* is behind/`'),
    z.describe('A pattern between slashes; it is tried on each line of a log'),
  ),
  strategy: z.enum(strategies).check(z.describe('What is done about the fault that such a line tells of')),
  note: z.exactOptional(text),
})

const cadence = text.check(
  z.refine((written) => parseCadence(written) !== undefined, 'expected a cadence such as `weekly sun 03:00`'),
  z.meta({ description: 'When it is done again and again', examples: [...cadenceForms] }),
)

const program = z.string().check(z.regex(/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/, 'expected the name of a program'))

export const frontmatter = z
  .strictObject({
    id,
    title: z.exactOptional(text.check(z.describe('As in lists; the level-1 heading when left out'))),
    summary: z.exactOptional(text.check(z.describe('One sentence for lists and searches'))),
    service: z.exactOptional(text),
    severity: z.exactOptional(z.enum(['P0', 'P1', 'P2', 'P3', 'SEV1', 'SEV2', 'SEV3', 'SEV4'])),
    mttr: z.exactOptional(duration.check(z.describe('The time that a run is measured against'))),
    owner: z.exactOptional(text),
    alerts: list.check(z.describe('Names of the alerts that lead here')),
    symptoms: list.check(z.describe('What people see when this runbook is the right one')),
    inputs: z._default(z.record(inputName, input), {}),
    requires: z
      ._default(z.array(program), [])
      .check(z.describe('Programs that must be on PATH before step 1')),
    escalate: z._default(
      z
        .pipe(
          z.union([level, z.array(level).check(z.minLength(1))]),
          z.transform((written) => (Array.isArray(written) ? written : [written])),
        )
        .check(z.describe('To whom, and after how long the operator is reminded; several levels as a list')),
      [],
    ),
    reviewed: z.exactOptional(date.check(z.describe('When somebody last read it'))),
    review_every: z.exactOptional(duration),
    cadence: z.exactOptional(cadence),
    logs: z
      ._default(z.array(logPattern), [])
      .check(z.describe('The log lines that this runbook is for; `runbook find --log` looks for them')),
  })
  .check(z.meta({ title: 'Frontmatter of a runbook' }))
