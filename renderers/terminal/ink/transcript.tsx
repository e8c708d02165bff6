import { Static, Text } from 'ink'
import type { ReactNode } from 'react'
import { entryLines } from '../lines/entry.ts'
import type { Entry } from '../model/entry.ts'
import type { Look } from '../style.ts'
import { hung } from '../width.ts'

interface Props {
  readonly entries: readonly Entry[]
  readonly look: Look
}

/** What has happened: it scrolls away into the terminal's own history and is drawn once. */
export function Transcript({ entries, look }: Props): ReactNode {
  return (
    <Static items={[...entries]}>
      {(entry, index) => {
        const lines = entryLines(entry, look).flatMap((line) => hung(line, look.room))
        return lines.length === 0 ? null : (
          <Text key={index}>{lines.map((line) => (line === '' ? ' ' : line)).join('\n')}</Text>
        )
      }}
    </Static>
  )
}
