import type { Box, Flowchart } from './parse.ts'

/** What a flowchart goes through: boxes in order, and questions whose answers come together again behind them, or never. */
export type Course = readonly (Told | Asked)[]

interface Told {
  readonly box: Box
  /** The drawing goes on from it. */
  readonly goesOn: boolean
}

export interface Asked {
  readonly box: Box
  readonly answers: readonly Answer[]
}

interface Answer {
  readonly label: string
  readonly way: Course
}

/** Boxes in all, those that several ways lead to counted for each. */
const mostBoxes = 80

/** The course of a flowchart; why there is none when it asks something all the same; nothing when it asks nothing. */
export function courseOf(
  chart: Flowchart,
): { readonly way: Course; readonly boxes: number } | { readonly unread: string } | undefined {
  const chase = new Chase(chart)
  const boxes = [...chart.boxes.values()]
  if (!boxes.some((box) => box.asks && chase.from(box).length > 1)) return undefined
  if (boxes.length > mostBoxes) return { unread: `it has ${boxes.length} boxes` }
  const parted = boxes.find((box) => !box.asks && chase.from(box).length > 1)
  if (parted !== undefined) return { unread: `${named(parted)} goes several ways, and asks nothing` }
  const [first, other] = boxes.filter(({ id }) => chart.arrows.every(({ to }) => to !== id))
  if (first === undefined || chase.isRound()) return { unread: 'it goes round in a circle' }
  if (other !== undefined)
    return { unread: `it begins at several boxes, ${named(first)} and ${named(other)}` }
  const way = chase.course(first)
  return way === undefined ? { unread: 'its ways cross too often' } : { way, boxes: boxes.length }
}

const named = ({ text }: Box): string => `\`${text.replaceAll('`', '')}\``

interface Way {
  readonly label: string
  readonly box: Box
}

class Chase {
  readonly #chart: Flowchart
  readonly #ways: ReadonlyMap<string, readonly Way[]>
  #left = mostBoxes

  constructor(chart: Flowchart) {
    this.#chart = chart
    const ways = chart.arrows.flatMap(({ from, to, label }) => {
      const box = chart.boxes.get(to)
      return box === undefined ? [] : [{ from, label, box }]
    })
    this.#ways = Map.groupBy(ways, ({ from }) => from)
  }

  from({ id }: Box): readonly Way[] {
    return this.#ways.get(id) ?? []
  }

  /** Boxes are taken away that no arrow leads to any more, until none is left, or only such as lead back to themselves. */
  isRound(): boolean {
    const left = new Set(this.#chart.boxes.keys())
    for (let before = -1; before !== left.size;) {
      before = left.size
      for (const id of left)
        if (!this.#chart.arrows.some(({ from, to }) => to === id && left.has(from))) left.delete(id)
    }
    return left.size > 0
  }

  /** From a box up to another; nothing when that becomes too much. */
  course(start: Box, end?: Box): Course | undefined {
    const way: Course[number][] = []
    for (let box: Box | undefined = start; box !== undefined && box !== end;) {
      if (this.#left-- <= 0) return undefined
      const ways = this.from(box)
      const meeting = ways.length > 1 ? this.#meeting(ways.map((one) => one.box)) : ways[0]?.box
      if (ways.length < 2) way.push({ box, goesOn: ways.length > 0 })
      else {
        const answers = ways.map(({ label, box: to }) => ({
          label: label === '' ? to.text : label,
          way: this.course(to, meeting ?? end),
        }))
        if (answers.some((answer) => answer.way === undefined)) return undefined
        way.push({ box, answers: answers as Answer[] })
      }
      box = meeting
    }
    return way
  }

  /** The first box that every way comes to, whatever is answered. */
  #meeting(starts: readonly Box[]): Box | undefined {
    const [first] = starts
    if (first === undefined) return undefined
    return [...this.#reached([first])].find((box) => starts.every((start) => !this.#escapes(start, box)))
  }

  /** Whether some way ends without coming to a box. */
  #escapes(start: Box, meeting: Box): boolean {
    const reached = this.#reached([start], meeting)
    return [...reached].some((box) => box !== meeting && this.from(box).length === 0)
  }

  #reached(starts: readonly Box[], end?: Box): Set<Box> {
    const reached = new Set(starts)
    for (const box of reached) if (box !== end) for (const { box: to } of this.from(box)) reached.add(to)
    return reached
  }
}
