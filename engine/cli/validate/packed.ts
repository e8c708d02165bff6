import type { Card } from '../../model/card.ts'
import type { Appraisal } from './appraise.ts'

/**
 * An appraisal as two lines of text, quick to read, to keep and to send from one thread to another. The second holds what
 * rules look at only when they follow a link or have found something: it is read then.
 */
export type Packed = readonly [string, string]

const known = new WeakMap<Appraisal, Packed>()

/** The lines of an appraisal. */
export function pack(appraisal: Appraisal): Packed {
  const before = known.get(appraisal)
  if (before !== undefined) return before
  const { card, ...rest } = appraisal
  const { sections, anchors, frontmatterPlaces, ...facts } = card
  const inside = { sections, anchors: [...anchors], frontmatterPlaces: [...frontmatterPlaces] }
  return [JSON.stringify({ ...rest, card: facts }), JSON.stringify(inside)]
}

/** The appraisal again. */
export function unpack(packed: Packed): Appraisal {
  const { card, ...rest } = JSON.parse(packed[0]) as First
  let inside: Inside | undefined
  const look = (): Inside => (inside ??= readInside(packed[1]))
  const appraisal: Appraisal = {
    ...rest,
    card: {
      ...card,
      get frontmatterPlaces() {
        return look().frontmatterPlaces
      },
      get sections() {
        return look().sections
      },
      get anchors() {
        return look().anchors
      },
    },
  }
  known.set(appraisal, packed)
  return appraisal
}

type Inside = Pick<Card, 'sections' | 'anchors' | 'frontmatterPlaces'>

type Entries<M> = M extends ReadonlyMap<infer Key, infer Value> ? readonly (readonly [Key, Value])[] : never

type First = Omit<Appraisal, 'card'> & { readonly card: Omit<Card, keyof Inside> }

function readInside(line: string): Inside {
  const { sections, anchors, frontmatterPlaces } = JSON.parse(line) as Pick<Card, 'sections'> & {
    readonly anchors: Entries<Card['anchors']>
    readonly frontmatterPlaces: Entries<Card['frontmatterPlaces']>
  }
  return { sections, anchors: new Map(anchors), frontmatterPlaces: new Map(frontmatterPlaces) }
}
