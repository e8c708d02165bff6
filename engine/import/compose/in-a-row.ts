import { isInstruction } from '../recognise/conditions.ts'
import { alertName } from '../recognise/alerts.ts'
import { purposeOf, withoutNumber } from '../recognise/roles.ts'

/**
 * Whether short headings tell, one after the other, what to do about one thing: `Look`, `Fix it`, `Tell the others`. Two of four
 * marks have to be there: the first one opens the work, the last one closes it, one points back at another, and what stands
 * above them is one fault or one task.
 *
 * @param about the title above them
 */
export function areInARow(titles: readonly string[], about: string): boolean {
  const plain = titles.map(withoutNumber)
  const verbs = plain.map((title) => title.split(/\s+/)[0]?.toLowerCase() ?? '')
  if (many.test(about) || new Set(verbs).size < verbs.length || plain.some((title) => !isShort(title)))
    return false
  const [first = '', ...others] = plain
  const marks = [
    opens(first),
    closes(others.at(-1) ?? ''),
    others.some((title) => pointsBack.test(title)),
    isOneThing(about),
  ]
  return marks.filter(Boolean).length > 1
}

const isShort = (title: string): boolean => title.split(/\s+/).length <= 6 && !/[:&/]/.test(title)

const opens = (title: string): boolean =>
  /^(?:diagnose|prepare)$/.test(purposeOf(title)) ||
  /^(?:verify the|what to (?:check|look)|look(?! up)|see|stop|drain|cordon|freeze|pause|silence|log ?in|connect|announce|declare|acknowledge|take (?:a|the) (?:backup|snapshot))\b/i.test(
    title,
  )

const closes = (title: string): boolean =>
  purposeOf(title) === 'verify' ||
  /^(?:done|finish|finally|check\b|tell|inform|notify|report|resume|re-?enable|re-?join|uncordon|un-?pause|start\b.*\bagain|write (?:it )?down|clean ?up|close the)\b/i.test(
    title,
  )

const pointsBack = /\b(?:it|them|again|instead|afterwards|(?:old|new|other) ones?|the others)\b/i

/** One fault or one task, and no collection. */
export const isOneThing = (title: string): boolean =>
  isInstruction(withoutNumber(title)) || oneFault.test(title) || alertName.test(title.trim())

/** What holds procedures that have nothing to do with each other. */
const many =
  /\b(?:procedures|operations|runbooks|playbooks|handbook|tasks|issues|problems|common|practices|how-?tos|faq|administration)\b/i

const oneFault =
  /\b(?:is|are|keeps?|does(?:n['’]t| not)|won['’]t|cannot|can['’]t|fails?|failed|failing|down|slow|high|low|stuck|blocked|full|behind|lags?|missing|lost|broken|outage|unavailable|unreachable|timeouts?|exhausted|upgrade|migration|fail-?over|rotation|switch-?over|cut-?over|replacement)\b/i
