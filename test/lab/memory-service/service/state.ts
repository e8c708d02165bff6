import { timingSafeEqual } from 'node:crypto'
import type { Layout } from '../layout.ts'
import { usedRatio } from '../../shared/volume.ts'
import type { Cache } from './cache.ts'
import type { Config } from './config.ts'
import type { Load } from './load.ts'
import type { Log } from '../../shared/log.ts'
import type { Storage } from './storage.ts'

/** What distinguishes one release from another. */
export interface Release {
  readonly version: string
  readonly schema: number
  readonly cacheFormat: number
}

/** The parts of a running service, as its HTTP side and its health checks see them. */
export interface Service {
  readonly release: Release
  readonly config: Config
  readonly layout: Layout
  readonly log: Log
  readonly cache: Cache
  readonly storage: Storage
  readonly load: Load
  readonly adminToken: string
  /** What the last question to Turso's health page gave; `undefined` before the first answer. */
  tursoError: string | null | undefined
  /** The schema that the database has; `undefined` while it is not known. */
  schema: number | undefined
}

export type CheckStatus = 'healthy' | 'degraded' | 'unhealthy'

export interface Check {
  readonly name: string
  readonly status: CheckStatus
  readonly detail: string
}

export interface Readiness {
  readonly status: CheckStatus | 'starting' | 'maintenance'
  readonly version: string
  readonly checks: readonly Check[]
}

/** From this part of the volume on, the cache file is not written any more. */
export const fullVolume = 0.95
const nearlyFullVolume = 0.85

/** All checks, and what they come to: the worst of them, unless the service starts or is in maintenance. */
export function readiness(service: Service): Readiness {
  const checks = [storageCheck(service), cacheCheck(service), tursoCheck(service), diskCheck(service)]
  const starting =
    service.tursoError === undefined || (service.schema === undefined && service.storage.errors === 0)
  const worst = (['unhealthy', 'degraded'] as const).find((status) =>
    checks.some((check) => check.status === status),
  )
  const status = starting ? 'starting' : service.load.paused ? 'maintenance' : (worst ?? 'healthy')
  return { status, version: service.release.version, checks }
}

function check(name: string, status: CheckStatus, detail: string): Check {
  return { name, status, detail }
}

function storageCheck({ storage, schema, release, load }: Service): Check {
  const verdict = (status: CheckStatus, detail: string) => check('storage', status, detail)
  if (schema !== undefined && schema !== release.schema) {
    return verdict('unhealthy', `schema ${schema}, needs ${release.schema}`)
  }
  if (load.cacheOnly) return verdict('degraded', 'cache only, episodes are queued')
  const errors = storage.recentErrors.sum()
  const successes = storage.recentSuccesses.sum()
  if (errors > 0) return verdict(errors > successes ? 'unhealthy' : 'degraded', storage.lastError ?? 'errors')
  if (successes > 0) return verdict('healthy', 'episodes are stored')
  return storage.everStored ? verdict('healthy', 'idle') : verdict('unhealthy', 'nothing stored yet')
}

function cacheCheck({ cache }: Service): Check {
  const error = cache.damage ?? cache.writeError
  return check(
    'cache',
    error === undefined ? 'healthy' : 'unhealthy',
    error ?? `${cache.size} of ${cache.max} entries`,
  )
}

function tursoCheck({ tursoError, storage }: Service): Check {
  if (tursoError) return check('turso', 'unhealthy', tursoError)
  const { state } = storage.breaker
  return check('turso', state === 'closed' ? 'healthy' : 'unhealthy', `circuit breaker is ${state}`)
}

function diskCheck({ layout }: Service): Check {
  const used = usedRatio(layout.volume)
  const status = used >= fullVolume ? 'unhealthy' : used >= nearlyFullVolume ? 'degraded' : 'healthy'
  return check('disk', status, `${Math.round(used * 100)} % used`)
}

/** Compares in constant time whether the header carries the admin token. */
export function isAdmin(service: Service, authorization: string | undefined): boolean {
  const expected = Buffer.from(`Bearer ${service.adminToken}`)
  const given = Buffer.from(authorization ?? '')
  return service.adminToken !== '' && given.length === expected.length && timingSafeEqual(given, expected)
}
