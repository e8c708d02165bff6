import type { Command } from 'commander'
import type { Colors } from '../../renderers/terminal/style.ts'
import { isTerminal } from './streams.ts'

/** The global flags, as every verb reads them. */
export interface Settings {
  readonly library?: string
  readonly json: boolean
  readonly quiet: boolean
  /** Lines instead of a screen that is drawn. */
  readonly plain: boolean
  /** Lines that read well aloud; plain too. */
  readonly screenReader: boolean
  /** Colours on standard error, where everything but answers is written. */
  readonly color: Colors
  /** Colours on standard output. */
  readonly colorOutput: Colors
}

/** Reads the global flags and what the environment says about colour. */
export function settingsOf(command: Command): Settings {
  const flags = command.optsWithGlobals<{
    library?: string
    json?: boolean
    quiet?: boolean
    plain?: boolean
    screenReader?: boolean
    color?: boolean
  }>()
  const colors = flags.color !== false && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
  return {
    ...(flags.library === undefined ? {} : { library: flags.library }),
    json: flags.json ?? false,
    quiet: flags.quiet ?? false,
    plain: flags.plain === true || flags.screenReader === true,
    screenReader: flags.screenReader ?? false,
    color: colors && colorsOf('stderr'),
    colorOutput: colors && colorsOf('stdout'),
  }
}

function colorsOf(stream: 'stdout' | 'stderr'): Colors {
  if (!isTerminal(stream)) return false
  return process[stream].getColorDepth() >= 8 ? 256 : 16
}
