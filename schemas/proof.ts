import * as z from 'zod/mini'

/** That a drill passed: which texts it proved, when, by which path, in which time. One file a drill. */
export const proof = z
  .strictObject({
    drill: z.string().check(z.describe('Id of the drill')),
    title: z.string(),
    runbook: z.string().check(z.describe('Id of the runbook that was followed')),
    file: z.string().check(z.describe('Its path below the library, or an absolute one outside of it')),
    texts: z
      .record(z.string(), z.string().check(z.regex(/^[0-9a-f]{64}$/)))
      .check(
        z.describe('SHA-256 of each runbook that the run came to, by path: the proof holds for these texts'),
      ),
    at: z.iso.datetime({ precision: 3 }),
    took: z.number().check(z.describe('Milliseconds from the start of the run to its end')),
    mttr: z.exactOptional(z.number()),
    result: z.string(),
    path: z.array(z.string()).check(z.describe('Each section that the run came to, as FILE#SECTION')),
    lab: z.exactOptional(z.string()),
    engine: z.string(),
  })
  .check(z.meta({ title: 'A proof that a runbook works' }))

export type Proof = z.infer<typeof proof>
