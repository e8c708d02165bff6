import { textPart } from '../../draft.ts'
import type { SourceFence } from '../../read/page.ts'
import { isInstruction } from '../conditions.ts'
import type { Context } from '../context.ts'
import { asMarkdown, shortTitle } from '../escape.ts'
import { type Choice, type Found, type FoundDecision, foundPart } from '../found.ts'
import { samplePart } from '../sample.ts'
import { manual } from '../trees.ts'
import { type Asked, type Course, courseOf } from './course.ts'
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
  context.notes.add(
    'tree-decision',
    fence.line,
    `a flowchart with ${course.boxes} boxes became a decision`,
    'walk every branch: the drawing may have meant another way',
    fence.text.split('\n')[0]?.trim(),
  )
  const [start, ...rest] = course.way
  const isName = start !== undefined && 'goesOn' in start && !isInstruction(start.box.text)
  return [drawing(fence), ...new Reader(fence, context).course(isName ? rest : course.way)]
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

  course(way: Course): Found[] {
    return way.map((one) => ('answers' in one ? this.#decision(one) : this.#told(one.box, one.goesOn)))
  }

  /** A box that tells nobody to do anything is said, unless the drawing ends there. */
  #told(box: Box, goesOn: boolean): Found {
    const line = this.#lineOf(box)
    return goesOn && !isInstruction(box.text)
      ? foundPart(textPart(asMarkdown(box.text), line))
      : manual(box.text, line)
  }

  #decision({ box, answers }: Asked): FoundDecision {
    const line = this.#lineOf(box)
    return {
      kind: 'decision',
      title: shortTitle(box.text),
      line,
      lead: [foundPart(textPart(asMarkdown(box.text), line))],
      choices: answers.map(({ label, way }) => this.#choice(label, way, line)),
    }
  }

  #choice(answer: string, way: Course, line: number): Choice {
    const [first, ...more] = way
    const only = more.length === 0 ? first : undefined
    if (first === undefined || isEnd(only))
      return { answer, line, leads: { kind: 'goal', goal: { kind: 'after' } } }
    const { text } = first.box
    if (only !== undefined && 'answers' in only) {
      const choices = only.answers.map((one) => this.#choice(one.label, one.way, line))
      return { answer, line, leads: { kind: 'question', question: text, choices } }
    }
    const goal = only?.goesOn === false ? this.#context.goalOf(text, this.#lineOf(first.box)) : undefined
    if (goal !== undefined) return { answer, line, leads: { kind: 'goal', goal }, note: asMarkdown(text) }
    return { answer, line, leads: { kind: 'section', title: shortTitle(text), found: this.course(way) } }
  }

  #lineOf({ line }: Box): number {
    return this.#fence.line + line
  }
}

/** Nothing is left to do there. */
const isEnd = (only: Course[number] | undefined): boolean =>
  only !== undefined &&
  'goesOn' in only &&
  !only.goesOn &&
  /^(?:the )?(?:end|done|finish(?:ed)?|ok)\W*$/i.test(only.box.text)
