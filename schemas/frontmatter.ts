import * as z from 'zod'
import { durationPattern, parseDuration } from '../engine/duration.ts'
import { deniedNames } from '../engine/environment.ts'
import { compilePattern } from '../engine/pattern.ts'

/**
 * The frontmatter of a runbook: the one source of its check, its type and the JSON Schema that editors load.
 * It reads what YAML holds and gives back what `engine/model.ts` calls `Frontmatter`.
 */

const text = z.string().trim().min(1)

const duration = z
  .string()
  .regex(durationPattern, 'expected a duration such as `30m`, `90d` or `250ms`')
  .transform((value) => parseDuration(value) ?? 0)
  .meta({ examples: ['30m', '90d', '250ms', '1h30m'] })

const date = z.iso.date('expected a date such as `2026-11-20`')

const list = z.array(text).default([])

/** As a block sees it in its environment, whatever YAML took it for. */
const plain = z.union([z.string(), z.number(), z.boolean()]).transform(String)

const inputName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'expected an input name in capitals such as `API_URL`')
  .refine((name) => !deniedNames.test(name), 'this name would change how commands run')

const input = z
  .strictObject({
    type: z.enum([
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
    ]),
    description: text.exactOptional(),
    default: plain.exactOptional(),
    choices: z.array(plain).min(1).exactOptional(),
    pattern: text
      .refine((source) => compilePattern(source).problem === undefined, 'not a pattern that can be matched')
      .exactOptional(),
    required: z.boolean().exactOptional(),
  })
  .meta({
    description: 'A value that the operator gives; blocks see it as an environment variable of the same name',
  })

export const frontmatter = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'expected letters, digits, `.`, `_` and `-`, such as `RB-005`')
      .meta({ description: 'What people type: runbook run RB-005', examples: ['RB-005'] }),
    title: text.exactOptional().meta({ description: 'As in lists; the level-1 heading when left out' }),
    summary: text.exactOptional().meta({ description: 'One sentence for lists and searches' }),
    service: text.exactOptional(),
    severity: z.enum(['P0', 'P1', 'P2', 'P3', 'SEV1', 'SEV2', 'SEV3', 'SEV4']).exactOptional(),
    mttr: duration.exactOptional().meta({ description: 'The time that a run is measured against' }),
    owner: text.exactOptional(),
    alerts: list.meta({ description: 'Names of the alerts that lead here' }),
    symptoms: list.meta({ description: 'What people see when this runbook is the right one' }),
    inputs: z.record(inputName, input).default({}),
    requires: z
      .array(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/, 'expected the name of a program'))
      .default([])
      .meta({ description: 'Programs that must be on PATH before step 1' }),
    escalate: z
      .strictObject({ after: duration.exactOptional(), to: text })
      .exactOptional()
      .meta({ description: 'To whom, and after how long the operator is reminded' }),
    reviewed: date.exactOptional().meta({ description: 'When somebody last read it' }),
    review_every: duration.exactOptional(),
  })
  .meta({ title: 'Frontmatter of a runbook' })
