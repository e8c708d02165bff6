import { labFolder } from '../../shared/environment.ts'
import { Refusal } from '../../shared/refusal.ts'
import { layoutOf } from '../layout.ts'
import { type Profile, readWorld } from '../world.ts'
import { config } from './config.ts'
import { rebuildIndices, space } from './spaces.ts'
import { status } from './status.ts'
import { stop } from './stop.ts'

type Verb = (words: readonly string[], profile: Profile) => Promise<void> | void

const common: Readonly<Record<string, Verb>> = { stop, status, config, space }

/** `engram VERB …`, all but `start`. The faithful program knows no `rebuild-indices`. */
export async function engram([name = '', ...words]: readonly string[]): Promise<void> {
  const { profile } = readWorld(layoutOf(labFolder()).world)
  const verbs: Readonly<Record<string, Verb>> =
    profile === 'documented' ? { ...common, 'rebuild-indices': rebuildIndices } : common
  const verb = verbs[name]
  if (verb === undefined)
    throw new Refusal(`unrecognized subcommand '${name}', know start, ${Object.keys(verbs).join(', ')}`)
  await verb(words, profile)
}
