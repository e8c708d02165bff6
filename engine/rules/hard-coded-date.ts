import { blocksOf, isProgram, spanInSource } from './blocks.ts'
import type { Rule } from './rule.ts'
import { withoutComments } from './shell/comments.ts'

/** A day, as people and file names write it; none that is part of a longer number or word. */
const day =
  /(?<![\w.:/-]|\d-)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d|-\d)|(?<=[_-])20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?=[_.T-]|\b)/g

/** Dates that name a version of an interface, not a day: `api-version=2021-04-01`. */
const version = /version["']?\s*[=:]?\s*["']?$|(?:^|[\s-])(?:revision|release)["']?\s*[=:]\s*["']?$/i

/** An example in the message of `${X:?…}` is none either. */
const isNoDay = (before: string): boolean => version.test(before) || /:\?[^}\n]*$/.test(before)

/** A command that names a day: it was right once. */
export const hardCodedDate: Rule = (runbook) =>
  blocksOf(runbook).flatMap(({ block }) => {
    if (!isProgram(block) || block.role === 'message') return []
    const script = withoutComments(block.script, block.language)
    return [...script.matchAll(day)]
      .filter(({ index }) => !isNoDay(script.slice(Math.max(0, index - 80), index)))
      .map(({ 0: date, index }) => ({
        code: 'hard-coded-date' as const,
        severity: 'warning' as const,
        path: runbook.path,
        message: `\`${date}\` is the day on which this was written`,
        span: spanInSource(block, index, index + date.length),
        label: 'the next run needs another one',
        help: 'compute it (`date -d "-7 days" +%F`), or declare an input for it',
      }))
  })
