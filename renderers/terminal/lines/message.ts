import type { MessageQuestion } from '../../../engine/run/operator.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { framed } from './frame.ts'

/** A message as it would be kept, and what in it has no value. */
export function messageLines({ section, missing }: MessageQuestion, text: string, look: Look): string[] {
  const without = missing.filter((name) => text.includes(`(${name}: not known)`))
  return [
    '',
    look.style.bold(`message in ${escapeLine(section.title)}`),
    ...framed(text, look),
    ...(without.length === 0
      ? []
      : [look.style.yellow(`without a value: ${without.map(escapeLine).join(', ')}`)]),
  ]
}
