import { Box } from 'ink'
import type { ReactNode } from 'react'
import type { Entry } from '../model/entry.ts'
import { layoutOf, sideWidth, type Shown } from './layout.ts'
import { Lines } from './lines.tsx'
import { Transcript } from './transcript.tsx'

export interface AppProps {
  readonly shown: Shown
  readonly entries: readonly Entry[]
  /** Something may still change below the transcript. */
  readonly live: boolean
}

/** The whole screen: what has happened, and below it what changes. */
export function App({ shown, entries, live }: AppProps): ReactNode {
  return (
    <>
      <Transcript entries={entries} look={shown.look} />
      {live ? <Live shown={shown} /> : null}
    </>
  )
}

function Live({ shown }: { readonly shown: Shown }): ReactNode {
  const { head, side, body, foot } = layoutOf(shown)
  return (
    <Box flexDirection="column">
      <Lines lines={head} />
      <Box>
        <Box width={side.length === 0 ? 0 : sideWidth} flexShrink={0}>
          <Lines lines={side} />
        </Box>
        <Box flexDirection="column" flexGrow={1}>
          <Lines lines={body} />
        </Box>
      </Box>
      <Lines lines={foot} />
    </Box>
  )
}
