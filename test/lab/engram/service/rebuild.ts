import { type Answer, json, refusal } from './answer.ts'
import type { Engine } from './engine.ts'
import type { Asked } from './routes.ts'
import type { Space } from './space.ts'

/** Milliseconds that the index of one space takes. */
const duration = 400

/** Begins to build indices anew, of one space or of all; what becomes of it stands in the health report. */
export function rebuildIndices({ engine, url }: Asked): Answer {
  const wanted = url.searchParams.get('space')
  const spaces = wanted === null || wanted === 'all' ? engine.spaces.all() : [engine.spaces.get(wanted)]
  if (engine.traits.readonly) return refusal(403, 'READ_ONLY', 'the service is in read-only mode')
  for (const space of spaces) begin(engine, space)
  return json(202, { rebuilding: spaces.map(({ id }) => id) })
}

function begin({ log }: Engine, space: Space): void {
  const before = space.index
  space.index = 'rebuilding'
  setTimeout(() => {
    try {
      space.writeIndex()
      log.info('index', `Index of space '${space.id}' rebuilt`)
    } catch (error) {
      space.index = before
      log.error('index', `Index rebuild of space '${space.id}' failed: ${(error as Error).message}`)
    }
  }, duration)
}
