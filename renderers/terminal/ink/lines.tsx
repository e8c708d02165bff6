import { Box, Text } from 'ink'
import type { ReactNode } from 'react'

/** Lines that are safe and set, one below the other; what does not fit the width is cut. */
export function Lines({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return (
    <Box flexDirection="column">
      {lines.map((line, index) => (
        <Text key={index} wrap="truncate-end">
          {line === '' ? ' ' : line}
        </Text>
      ))}
    </Box>
  )
}
