import { identityOf } from '../../shared/identity.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SystemHealth } from '../service/health.ts'
import type { Profile } from '../world.ts'
import { call, flags, print, readPidFile } from './words.ts'

interface State {
  readonly health: SystemHealth | undefined
  readonly hotTier: number
}

/** `engram status`; as documented `--format json` and `--verbose`, faithfully `--json`. */
export async function status(words: readonly string[], profile: Profile): Promise<void> {
  if (profile === 'faithful') return statusFaithfully(words)
  const { values } = flags(words, {
    format: { type: 'string', default: 'text' },
    verbose: { type: 'boolean', default: false },
  })
  if (!['text', 'json'].includes(values.format)) throw new Refusal(`no such format: ${values.format}`)
  const state = await look()
  const word = wordOf(state.health)
  if (values.format === 'json') print(JSON.stringify(documented(word, state)))
  else print(`engram: ${word}`)
  if (values.verbose)
    for (const check of state.health?.checks ?? []) print(`  ${check.name}: ${check.message}`)
  if (state.health === undefined) process.exitCode = 3
}

function wordOf(health: SystemHealth | undefined): string {
  if (health === undefined) return 'Stopped'
  return health.status === 'healthy' ? 'Running' : 'Degraded'
}

function documented(state: string, { health, hotTier }: State): unknown {
  const running = readPidFile()
  return { state, ...running, hot_tier: { utilization: hotTier }, checks: health?.checks ?? [] }
}

async function look(): Promise<State> {
  try {
    const health = (await (await call('GET', '/api/v1/system/health')).json()) as SystemHealth
    const metrics = await (await call('GET', '/metrics')).text()
    return { health, hotTier: Number(/^engram_hot_tier_utilization (\S+)/m.exec(metrics)?.[1] ?? 0) }
  } catch {
    return { health: undefined, hotTier: 0 }
  }
}

async function statusFaithfully(words: readonly string[]): Promise<void> {
  const { values } = flags(words, { json: { type: 'boolean', default: false }, space: { type: 'string' } })
  const running = readPidFile()
  const lives = running !== undefined && identityOf(running.pid) !== undefined
  const { health } = await look()
  const state = {
    config: 'ok',
    status: health === undefined ? 'offline' : health.status === 'healthy' ? 'online' : 'degraded',
    health: health === undefined ? (lives ? 'unreachable' : 'not_found') : 'responsive',
    memory_count: 0,
    pid: running?.pid ?? null,
    port: running?.port ?? null,
    process_running: lives,
    message: '',
  }
  if (values.json) return print(JSON.stringify(state))
  print('Engram Server Health Check')
  print(`Overall Status: ${health?.status ?? 'offline'}`)
}
