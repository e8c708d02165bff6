import { type Part, type TextPart, blocksOf } from '../draft.ts'
import { asPlain } from '../recognise/escape.ts'

/** The heading says it already. */
export const isTitle = ({ pieces: [piece, ...more] }: TextPart, title: string): boolean =>
  more.length === 0 && piece !== undefined && 'text' in piece && piece.text === title

/** The first line that says something: not the mark of an alert. */
const titleLine = (text: string): string =>
  (text.split('\n').find((line) => !/^>?\s*(?:\[!\w+\])?\s*$/.test(line)) ?? '').replace(/^>\s*/, '')

/** What a section is called that no heading begins: the words above its first thing to do, or its first command. */
export function titleFor(part: Part, lead: TextPart | undefined): string {
  const text = lead ?? (part.kind === 'text' ? part : undefined)
  const first = text?.pieces.find((piece) => 'text' in piece)
  const words =
    first !== undefined && 'text' in first
      ? asPlain(titleLine(first.text)).replace(/^(?:(?:[-*+]|\d+[.)]|\[[ xX]\])\s+)+/, '')
      : ''
  if (words !== '') return words
  if (part.kind === 'tasks') return 'Check each of these'
  const command = blocksOf(part)[0]
    ?.script.split('\n')
    .find((line) => line.trim() !== '')
  return command === undefined ? 'Go on' : `Run ${command.trim().split(/\s+/).slice(0, 3).join(' ')}`
}
