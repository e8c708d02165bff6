import { engineDigest } from '../../library/installation.ts'
import type { Settings } from '../settings.ts'
import { isTerminal } from '../streams.ts'

/**
 * Whether a screen may be drawn, decided before the program that draws it is loaded: all three streams are a terminal,
 * nobody wants plain lines (`--plain`, `--screen-reader`, `--quiet`, `--json`), it is no CI, and the terminal can move
 * its cursor. From its sources the engine prints lines: Node reads no JSX.
 */
export function canDraw(settings: Settings, environment: NodeJS.ProcessEnv = process.env): boolean {
  const terminals = isTerminal('stdin') && isTerminal('stdout') && isTerminal('stderr')
  const wanted = !settings.plain && !settings.quiet && !settings.json
  const able = environment.TERM !== undefined && environment.TERM !== 'dumb' && !environment.CI
  return terminals && wanted && able && engineDigest !== ''
}
