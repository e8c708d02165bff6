import type { Mark } from '../../draft.ts'
import type { Box, Flowchart } from './parse.ts'
import { type Way, type Ways, openWays } from './ways.ts'

/** What a flowchart goes through, in order. */
export interface Course {
  readonly stops: readonly (Told | Asked)[]
  /** Behind the last of them it goes back. */
  readonly back?: Mark
}

export interface Told {
  readonly box: Box
  readonly mark: Mark
  /** The drawing goes on from it. */
  readonly goesOn: boolean
}

/** A question, whose answers come together again at the stop behind it, or never. */
export interface Asked {
  readonly box: Box
  readonly mark: Mark
  readonly answers: readonly { readonly label: string; readonly course: Course }[]
}

/** Stops in all, those that several ways lead to counted for each. */
const mostStops = 80

/** The course of a flowchart; why there is none when it asks something all the same; nothing when it asks nothing. */
export function courseOf(chart: Flowchart): Course | { readonly unread: string } | undefined {
  const ways = openWays(chart)
  const boxes = [...chart.boxes.values()]
  if (!boxes.some((box) => box.asks && ways.from(box).length > 1)) return undefined
  if (boxes.length > mostStops) return { unread: `it has ${boxes.length} boxes` }
  const parted = boxes.find(
    (box) => !box.asks && ways.from(box).length > 1 && ways.from(box).some(({ label }) => label === ''),
  )
  if (parted !== undefined) return { unread: `${named(parted)} goes several ways, and asks nothing` }
  const reached = new Set(chart.arrows.map(({ to }) => to))
  const start = boxes.find(({ id }) => !reached.has(id)) ?? boxes[0]
  if (start === undefined) return undefined
  const other = boxes.find((box) => !ways.reached([start]).has(box))
  if (other !== undefined)
    return { unread: `it begins at several boxes, ${named(start)} and ${named(other)}` }
  const endless = boxes.find((box) => !ways.ends(box))
  if (endless !== undefined) return { unread: `it never comes to an end behind ${named(endless)}` }
  return new Chase(ways).course(start) ?? { unread: 'its ways cross too often' }
}

const named = ({ text }: Box): string => `\`${text.replaceAll('`', '')}\``

class Chase {
  readonly #ways: Ways
  /** The stops before the one that is looked at: an arrow to one of them goes back. */
  readonly #before = new Map<Box, Mark>()
  #left = mostStops

  constructor(ways: Ways) {
    this.#ways = ways
  }

  /** From a box up to another; nothing when that becomes too much. */
  course(start: Box, end?: Box): Course | undefined {
    const stops: (Told | Asked)[] = []
    let box: Box | undefined = start
    while (box !== undefined && box !== end && !this.#before.has(box)) {
      if (this.#left-- <= 0) return undefined
      const ways = this.#ways.from(box)
      const mark: Mark = {}
      this.#before.set(box, mark)
      const meeting = this.#meetingOf(ways)
      const stop =
        ways.length < 2
          ? { box, mark, goesOn: ways.length > 0 }
          : this.#asked(box, mark, ways, meeting ?? end)
      if (stop === undefined) return undefined
      stops.push(stop)
      box = meeting
    }
    const back = box === undefined || box === end ? undefined : this.#before.get(box)
    for (const stop of stops) this.#before.delete(stop.box)
    if (back !== undefined) back.isWanted = true
    return back === undefined ? { stops } : { stops, back }
  }

  #meetingOf(ways: readonly Way[]): Box | undefined {
    if (ways.length < 2) return ways[0]?.box
    const meeting = this.#ways.meeting(ways.map(({ box }) => box))
    return meeting !== undefined && this.#before.has(meeting) ? undefined : meeting
  }

  #asked(box: Box, mark: Mark, ways: readonly Way[], end: Box | undefined): Asked | undefined {
    const answers = ways.map(({ label, box: to }) => ({
      label: label === '' ? to.text : label,
      course: this.course(to, end),
    }))
    return answers.every(isChased) ? { box, mark, answers } : undefined
  }
}

const isChased = <A extends { course: Course | undefined }>(answer: A): answer is A & { course: Course } =>
  answer.course !== undefined
