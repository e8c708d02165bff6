import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, json, refusal } from './answer.ts'
import { isValid, type Memory } from './memory.ts'
import type { Asked } from './routes.ts'

/** All memories of a space; JSON has no NaN, so what is no number is `null`. */
export function listMemories({ engine, url, space }: Asked): Answer {
  const limit = Number(url.searchParams.get('limit') ?? 1000)
  const found = [...space().memories.values()]
  for (const memory of found.filter((one) => !isValid(one)).slice(0, 1)) reportInvalid(engine, memory)
  const memories = found.slice(0, limit)
  if (engine.world().profile === 'documented') return json(200, memories)
  return json(200, {
    memories,
    count: memories.length,
    pagination: { limit },
    tier_counts: { warm: found.length },
  })
}

/** One memory, as fast as its tier and the index allow. */
export async function memoryOf({ engine, space }: Asked, id: string): Promise<Answer> {
  const found = space()
  const memory = found.memories.get(id)
  await sleep(engine.reach(id, found))
  if (found.index !== 'healthy')
    engine.log.error('index', 'Index corrupted or unavailable: falling back to linear search')
  if (memory === undefined) {
    engine.log.error('graph', `Memory node '${id}' not found\n  Expected: Valid node ID from current graph`)
    return refusal(404, 'MEMORY_NOT_FOUND', `Memory '${id}' not found in the cognitive graph`)
  }
  if (!isValid(memory)) reportInvalid(engine, memory)
  return json(200, memory)
}

/** Stores a memory that a client sends. As documented it needs an id; the faithful program wants content. */
export function storeMemory({ engine, body, space }: Asked): Answer {
  const sent = JSON.parse(body || '{}') as Partial<Memory>
  const isDocumented = engine.world().profile === 'documented'
  if (isDocumented ? sent.id === undefined : sent.content === undefined)
    return refusal(400, 'INVALID_MEMORY_INPUT', `\`${isDocumented ? 'id' : 'content'}\` is missing`)
  if (engine.traits.readonly) return refusal(403, 'READ_ONLY', 'the service is in read-only mode')
  const memory = {
    id: sent.id ?? `mem-${Date.now()}`,
    content: sent.content ?? '',
    confidence: sent.confidence ?? 1,
    activation: 0.5,
    embedding: sent.embedding ?? [],
  }
  engine.store(space(), memory)
  return json(201, memory)
}

function reportInvalid({ log }: Asked['engine'], { confidence, activation }: Memory): void {
  log.error('confidence', `Invalid confidence interval: mean=${confidence} not in range [0.0, 1.0]`)
  log.error('activation', `Invalid activation level: ${activation} (must be in range [0.0, 1.0])`)
}
