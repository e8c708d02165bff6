import * as z from 'zod/mini'
import { parseDuration, durationPattern } from '../engine/duration.ts'

/**
 * A drill: a fault is put into a lab, a runbook is followed, recovery is proven. The one source of its check, its type
 * and the JSON Schema that editors load. `before` and `after` are Markdown fences in the languages of runbooks.
 */

const text = z.string().check(z.trim(), z.minLength(1))

const duration = z
  .pipe(
    z.string().check(z.regex(durationPattern, 'expected a duration such as `30s` or `2m`')),
    z.transform((value: string) => parseDuration(value) ?? 0),
  )
  .check(z.meta({ examples: ['30s', '2m'] }))

const plain = z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String))

const moment = z.strictObject({ ago: duration })

const inputs = z.record(
  z.string(),
  z.union([plain, moment], 'expected a value, or `{ ago: 30m }` for an instant'),
)

const answers = z.union([text, z.array(text)], 'expected an answer, or a list with one answer a visit')

const choices = ['follow', 'retry', 'skip', 'roll-back', 'escalate', 'stop', 'fail'] as const

const recovery = z.union(
  [z.enum(choices), z.strictObject({ edit: z.record(z.string(), plain) })],
  `expected one of ${choices.map((choice) => `\`${choice}\``).join(', ')}, or \`edit: { NAME: value }\``,
)

const sections = <Value extends z.core.$ZodType>(value: Value) => z._default(z.record(z.string(), value), {})

const operator = z.strictObject({
  absent: z
    ._default(z.boolean(), false)
    .check(z.describe('Nobody is there: every question stays without an answer')),
  choose: sections(answers).check(
    z.describe('Bold text of the branch to take, by section; without it the conditions decide'),
  ),
  confirm: sections(text).check(z.describe('What is typed at a [!CAUTION] gate, by section')),
  refuse: sections(text).check(
    z.describe('Sections whose gate, checklist or manual step is answered with no, and why'),
  ),
  recover: z
    ._default(z.array(recovery), [])
    .check(z.describe('What is done after each failure, in order; without it nothing may fail')),
})

const results = ['resolved', 'escalated', 'stopped', 'failed', 'suspended'] as const

const expected = z.strictObject({
  result: z._default(z.enum(results), 'resolved'),
  exit: z.exactOptional(z.int()),
  path: z
    .array(text)
    .check(z.minLength(1), z.describe('Sections that the run passes in this order; others may lie between')),
  fault: z.exactOptional(
    z
      .enum(['gone', 'there'])
      .check(
        z.describe('What the lab must say of the fault afterwards; `gone` when the run must end resolved'),
      ),
  ),
  fails: z.exactOptional(text.check(z.describe('The section that cannot pass on this lab'))),
  because: z.exactOptional(text.check(z.describe('Why it cannot'))),
})

export const drill = z
  .strictObject({
    title: text.check(z.describe('What this drill shows, as a sentence')),
    runbook: text.check(z.describe('The runbook, as a path from this file')),
    from: z.exactOptional(text.check(z.describe('The section to start at, as `runbook run --from`'))),
    lab: z.exactOptional(
      text.check(z.describe('A bundled lab, or a path from this file to a program that is one')),
    ),
    fault: z.exactOptional(text.check(z.describe('The fault that is put in; the lab knows its names'))),
    inputs: z._default(inputs, {}),
    operator: z.prefault(operator, {}),
    before: z.exactOptional(
      text.check(z.describe('Fences that must hold before the runbook runs: the fault is really there')),
    ),
    after: z.exactOptional(
      text.check(z.describe('Fences that must hold when it has run, and must not hold before')),
    ),
    proves: z
      ._default(z.enum(['recovery', 'path']), 'recovery')
      .check(
        z.describe('`path`: the runbook changes nothing; the way that it takes and its result are the proof'),
      ),
    decisive: z.exactOptional(text.check(z.describe('The section without whose action nothing is mended'))),
    expect: expected,
    patience: z.exactOptional(
      duration.check(
        z.describe(
          'Longest time that an expectation of the runbook is polled: an expected failure shows sooner',
        ),
      ),
    ),
    limit: z._default(duration, 120_000).check(z.describe('The drill is ended after this time (2m)')),
  })
  .check(z.meta({ title: 'A drill of a runbook' }))

export type DrillFile = z.infer<typeof drill>
export type Recovery = DrillFile['operator']['recover'][number]
