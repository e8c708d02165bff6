import type { Card } from '../../model/card.ts'
import type { Appraisal } from './appraise.ts'

/** An appraisal as bytes of its own, quick to read, to keep and to send from one thread to another. */
export interface Packed {
  readonly bytes: Uint8Array
  /**
   * How many of the bytes are read at once. What comes behind them rules look at only when they follow a link or have
   * found something: it is read then.
   */
  readonly facts: number
}

const known = new WeakMap<Appraisal, Packed>()
const encoder = new TextEncoder()

/** The bytes of an appraisal. */
export function pack(appraisal: Appraisal): Packed {
  const before = known.get(appraisal)
  if (before !== undefined) return before
  const { card, ...rest } = appraisal
  const { sections, anchors, frontmatterPlaces, ...facts } = card
  const inside = { sections, anchors: [...anchors], frontmatterPlaces: [...frontmatterPlaces] }
  const first = JSON.stringify({ ...rest, card: facts })
  return { bytes: encoder.encode(first + JSON.stringify(inside)), facts: Buffer.byteLength(first) }
}

/** The appraisal again. It holds nothing of the text that the page was read from. */
export function unpack(packed: Packed): Appraisal {
  const page = parse(packed.bytes.subarray(0, packed.facts)) as First
  let inside: Inside | undefined
  const look = (): Inside => (inside ??= readInside(packed.bytes.subarray(packed.facts)))
  const card: Card = {
    ...page.card,
    get frontmatterPlaces() {
      return look().frontmatterPlaces
    },
    get sections() {
      return look().sections
    },
    get anchors() {
      return look().anchors
    },
  }
  const appraisal = Object.assign(page, { card })
  known.set(appraisal, packed)
  return appraisal
}

type Inside = Pick<Card, 'sections' | 'anchors' | 'frontmatterPlaces'>

type Entries<M> = M extends ReadonlyMap<infer Key, infer Value> ? readonly (readonly [Key, Value])[] : never

type First = Omit<Appraisal, 'card'> & { readonly card: Omit<Card, keyof Inside> }

function readInside(bytes: Uint8Array): Inside {
  const { sections, anchors, frontmatterPlaces } = parse(bytes) as Pick<Card, 'sections'> & {
    readonly anchors: Entries<Card['anchors']>
    readonly frontmatterPlaces: Entries<Card['frontmatterPlaces']>
  }
  return { sections, anchors: new Map(anchors), frontmatterPlaces: new Map(frontmatterPlaces) }
}

const parse = ({ buffer, byteOffset, length }: Uint8Array): unknown =>
  JSON.parse(Buffer.from(buffer, byteOffset, length).toString('utf8'))
