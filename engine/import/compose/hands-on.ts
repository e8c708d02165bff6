import { blocksOf } from '../draft.ts'
import type { Chapter } from './flow.ts'
import { isOneThing } from './in-a-row.ts'

/**
 * Whether a section sets a variable that a later one reads: then they are steps in order. What the very first one sets may be
 * meant for each of several procedures, unless all of them are about one thing.
 *
 * @param about the title above them
 */
export function handsOn(chapters: readonly Chapter[], about: string): boolean {
  const scripts = chapters.map(scriptOf)
  const start = isOneThing(about) ? 0 : 1
  return scripts.some((script, at) => {
    const set = at < start ? [] : namesIn(script, /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=/gm)
    return scripts
      .slice(at + 1)
      .some((later) => set.some((name) => new RegExp(`\\$\\{?${name}\\b`).test(later) && !sets(later, name)))
  })
}

const namesIn = (script: string, shape: RegExp): string[] =>
  [...script.matchAll(shape)].flatMap((match) => match[1] ?? [])

const sets = (script: string, name: string): boolean =>
  new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}=`, 'm').test(script)

const scriptOf = ({ sections, children }: Chapter): string =>
  [
    ...sections
      .flatMap(({ parts }) => parts.flatMap(blocksOf))
      .flatMap(({ role, script }) => (role === undefined ? [] : [script])),
    ...children.map(scriptOf),
  ].join('\n')
