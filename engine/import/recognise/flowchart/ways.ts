import type { Box, Flowchart } from './parse.ts'

/** An arrow from some box. */
export interface Way {
  /** Empty when nothing is written on it. */
  readonly label: string
  readonly box: Box
}

/** What can be asked of the arrows of a flowchart. */
export interface Ways {
  from(box: Box): readonly Way[]
  /** Everything that is come to from some boxes, they among it; not what is only behind another. */
  reached(starts: readonly Box[], end?: Box): ReadonlySet<Box>
  /** Whether some way comes to an end. */
  ends(start: Box): boolean
  /** The first box that every way to an end comes to, whatever is answered. */
  meeting(starts: readonly Box[]): Box | undefined
}

/** Opens the arrows of a flowchart. */
export function openWays({ boxes, arrows }: Flowchart): Ways {
  const all = Map.groupBy(arrows, ({ from }) => from)
  const known = new Map(
    [...all].map(([id, own]) => [
      id,
      own.flatMap(({ label, to }) => {
        const box = boxes.get(to)
        return box === undefined ? [] : [{ label, box }]
      }),
    ]),
  )
  const from = ({ id }: Box): readonly Way[] => known.get(id) ?? []
  const reached = (starts: readonly Box[], end?: Box): ReadonlySet<Box> => {
    const found = new Set(starts)
    for (const box of found) if (box !== end) for (const way of from(box)) found.add(way.box)
    return found
  }
  const isEnd = (box: Box): boolean => from(box).length === 0
  /** Whether some way ends without coming to a box. */
  const escapes = (start: Box, box: Box): boolean =>
    [...reached([start], box)].some((one) => one !== box && isEnd(one))
  return {
    from,
    reached,
    ends: (start) => [...reached([start])].some(isEnd),
    meeting: ([first, ...others]) =>
      first === undefined
        ? undefined
        : [...reached([first])].find((box) => [first, ...others].every((start) => !escapes(start, box))),
  }
}
