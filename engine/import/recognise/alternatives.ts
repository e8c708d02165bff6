import type { SourceFence } from '../read/page.ts'
import { alternativeOf, alternativesIn } from './choices.ts'
import type { Context } from './context.ts'
import { shortTitle } from './escape.ts'
import type { Found } from './found.ts'
import type { CommandGroup } from './groups.ts'

/** Groups that exclude each other become a question. */
export function joinAlternatives(
  groups: readonly CommandGroup[],
  read: readonly (readonly Found[])[],
  fence: SourceFence,
  context: Context,
): Found[] {
  const runs = alternativesIn(groups.map(({ title }) => title[0] ?? ''))
  const found: Found[] = []
  for (let at = 0; at < groups.length; at++) {
    const run = runs.find(({ start }) => start === at)
    if (run === undefined) {
      found.push(...(read[at] ?? []))
      continue
    }
    const line = fence.line + (groups[at]?.line ?? 0)
    context.notes.add(
      'choice-guessed',
      line,
      `${run.end - run.start} ways to do the same: exactly one of them runs`,
      'see that they exclude each other',
      groups[at]?.title[0],
    )
    found.push({
      kind: 'decision',
      title: 'Which way?',
      line,
      lead: [],
      choices: groups.slice(run.start, run.end).map((group, index) => {
        const label = alternativeOf(group.title[0] ?? '')?.label ?? (group.title[0] || context.section.title)
        return {
          answer: label,
          line: fence.line + group.line,
          leads: {
            kind: 'section' as const,
            title: shortTitle(label),
            found: untitled(group, read[run.start + index] ?? [], label),
          },
        }
      }),
    })
    at = run.end - 1
  }
  return found
}

/** What was found without its title, when the heading above it says the same. */
function untitled(group: CommandGroup, found: readonly Found[], label: string): readonly Found[] {
  return found.length > 1 &&
    group.title.length === 1 &&
    shortTitle(label) === shortTitle(group.title[0] ?? '')
    ? found.slice(1)
    : found
}
