import type { Card } from '../../model/card.ts'
import type { Appraisal } from './appraise.ts'

/** An appraisal as one line of text: quick to read, to keep and to send from one thread to another. */
export function pack({ card, ...rest }: Appraisal): string {
  const { anchors, frontmatterPlaces } = card
  return JSON.stringify({
    ...rest,
    card: { ...card, anchors: [...anchors], frontmatterPlaces: [...frontmatterPlaces] },
  })
}

/** The same again. */
export function unpack(line: string): Appraisal {
  const { card, ...rest } = JSON.parse(line) as Omit<Appraisal, 'card'> & { card: PackedCard }
  return {
    ...rest,
    card: {
      ...card,
      anchors: new Map(card.anchors),
      frontmatterPlaces: new Map(card.frontmatterPlaces),
    },
  }
}

type PackedCard = Omit<Card, 'anchors' | 'frontmatterPlaces'> & {
  readonly anchors: readonly (readonly [string, { readonly section?: string }])[]
  readonly frontmatterPlaces: Iterable<CardPlace>
}

type CardPlace = Card['frontmatterPlaces'] extends ReadonlyMap<infer Key, infer Place> ? [Key, Place] : never
