import { certaintyOf } from '../../classify/shell.ts'
import { type Goal, type Mark, textPart } from '../../draft.ts'
import type { SourceFence } from '../../read/page.ts'
import { isInstruction } from '../conditions.ts'
import type { Context } from '../context.ts'
import { asMarkdown, shortTitle } from '../escape.ts'
import { type Choice, type Found, type FoundDecision, foundPart } from '../found.ts'
import { samplePart } from '../sample.ts'
import { manual } from '../trees.ts'
import { type Asked, type Course, type Told, courseOf } from './course.ts'
import { type Box, isFlowchart, parseFlowchart } from './parse.ts'

/**
 * Reads a flowchart of Mermaid that asks something: its questions become decisions, its other boxes what is to be done. The
 * drawing stays for the reader. Nothing for other drawings.
 */
export function readFlowchart(fence: SourceFence, context: Context): Found[] | undefined {
  if (!isFlowchart(fence.text) || /^(?:context|reference)$/.test(context.purpose)) return undefined
  const chart = parseFlowchart(fence.text)
  const course = 'unread' in chart ? unknown(chart.unread, fence) : courseOf(chart)
  if (course === undefined) return undefined
  if ('unread' in course) return unread(course.unread, fence, context)
  const boxes = 'boxes' in chart ? chart.boxes.size : 0
  context.notes.add(
    'tree-decision',
    fence.line,
    `a flowchart with ${boxes} boxes became a decision`,
    'walk every branch: the drawing may have meant another way',
    fence.text.split('\n')[0]?.trim(),
  )
  return [drawing(fence), ...new Reader(fence, context).course(withoutName(course))]
}

/** The first box often says only what the drawing is of. */
function withoutName({ stops, ...rest }: Course): Course {
  const [first, ...others] = stops
  const isName =
    first !== undefined &&
    'goesOn' in first &&
    !first.mark.isWanted &&
    (!isInstruction(first.box.text) || /^start$/i.test(first.box.text))
  return { stops: isName ? others : stops, ...rest }
}

/** Of a chart that cannot be read, only the marks of a question tell that it asks one. */
const unknown = (line: string, { text }: SourceFence): { unread: string } | undefined =>
  /\{[^{}]*\}|\?/.test(text) ? { unread: `\`${line.replaceAll('`', '')}\` is not known` } : undefined

const drawing = (fence: SourceFence): Found => foundPart(samplePart(fence.text, fence.info, fence.line))

function unread(why: string, fence: SourceFence, context: Context): Found[] {
  context.notes.add(
    'sample-kept',
    fence.line,
    `this flowchart may decide something, and stays a drawing: ${why}`,
    'write the decision as a list of answers when a run is to ask it',
    fence.text.split('\n')[0]?.trim(),
  )
  return [drawing(fence)]
}

class Reader {
  readonly #fence: SourceFence
  readonly #context: Context

  constructor(fence: SourceFence, context: Context) {
    this.#fence = fence
    this.#context = context
  }

  course({ stops, back }: Course): Found[] {
    const busy = stops.filter((stop) => !isEnd(stop))
    return busy.map((stop, at) => {
      if ('answers' in stop) return this.#decision(stop)
      return this.#told(stop, at === busy.length - 1 ? back : undefined)
    })
  }

  /** A box that tells nobody to do anything is said, unless the drawing ends there, or something goes back from or to it. */
  #told({ box, mark, goesOn }: Told, back: Mark | undefined): Found {
    const line = this.#lineOf(box)
    const isTold = isInstruction(box.text) || certaintyOf(box.text, this.#context.shell) === 'likely'
    if (goesOn && back === undefined && !mark.isWanted && !isTold)
      return foundPart(textPart(asMarkdown(box.text), line))
    const next = back === undefined ? {} : { next: { kind: 'mark' as const, mark: back } }
    return { ...manual(box.text, line), mark, ...next }
  }

  #decision({ box, mark, answers }: Asked): FoundDecision {
    const line = this.#lineOf(box)
    return {
      kind: 'decision',
      title: shortTitle(box.text),
      line,
      mark,
      lead: [foundPart(textPart(asMarkdown(box.text), line))],
      choices: answers.map(({ label, course }) => this.#choice(label, course, line)),
    }
  }

  #choice(answer: string, course: Course, line: number): Choice {
    const [first, ...more] = course.stops.filter((stop) => !isEnd(stop))
    const only = more.length === 0 && first?.mark.isWanted !== true ? first : undefined
    const leadsTo = (goal: Goal): Choice => ({ answer, line, leads: { kind: 'goal', goal } })
    if (first === undefined)
      return leadsTo(course.back === undefined ? { kind: 'after' } : { kind: 'mark', mark: course.back })
    const { text } = first.box
    if (only !== undefined && 'answers' in only) {
      const choices = only.answers.map((one) => this.#choice(one.label, one.course, line))
      return { answer, line, leads: { kind: 'question', question: text, choices } }
    }
    const goal = only?.goesOn === false ? this.#context.goalOf(text, this.#lineOf(first.box)) : undefined
    if (goal !== undefined) return { ...leadsTo(goal), note: asMarkdown(text) }
    return { answer, line, leads: { kind: 'section', title: shortTitle(text), found: this.course(course) } }
  }

  #lineOf({ line }: Box): number {
    return this.#fence.line + line
  }
}

/** Nothing is left to do there. */
const isEnd = (stop: Told | Asked): boolean =>
  'goesOn' in stop && !stop.goesOn && /^(?:the )?(?:end|done|finish(?:ed)?|ok)\W*$/i.test(stop.box.text)
