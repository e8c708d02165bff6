import { textPart } from '../draft.ts'
import type { SourceFence } from '../read/page.ts'
import type { needsTerminal } from './command.ts'
import type { Context } from './context.ts'
import { type Found, foundPart } from './found.ts'
import { samplePart } from './sample.ts'

type Terminal = NonNullable<ReturnType<typeof needsTerminal>>

const needs: Readonly<Record<string, string>> = {
  editor: 'an editor needs a person',
  prompt: 'this asks a person for something',
}

/** What needs a person at a terminal, and everything below it, is shown; what stands above it in the script is not read here. */
export function atTerminal(
  script: string,
  { kind, line }: Terminal,
  fence: SourceFence,
  { notes }: Context,
): Found[] {
  const rest = script.split('\n').slice(line)
  notes.add(
    'interactive',
    fence.line + line,
    `${needs[kind] ?? 'this opens a shell for a person'}: it is shown, and never run`,
    'write the same without a terminal: `psql -c`, `kubectl patch`, an `edit` fence, `ssh host command`',
    rest[0]?.trim(),
  )
  const action = { ...textPart(`At a terminal of your own (${kind}):`, fence.line), action: true }
  return [foundPart(action), foundPart(samplePart(rest.join('\n'), fence.info, fence.line + line))]
}
