import { Refusal } from '../../shared/refusal.ts'
import type { Profile } from '../world.ts'
import { call, flags, print } from './words.ts'

/** `engram space list | create ID`. */
export async function space([verb = '', id]: readonly string[], profile: Profile): Promise<void> {
  if (verb === 'list') {
    const { spaces } = (await (await call('GET', '/api/v1/spaces')).json()) as { spaces: string[] }
    for (const name of spaces) print(name)
  } else if (verb === 'create' && id !== undefined) {
    const [path, body] = profile === 'documented' ? ['/create', { space_id: id }] : ['', { id }]
    await expectDone(await call('POST', `/api/v1/spaces${path}`, body))
    print(`space ${id} created`)
  } else throw new Refusal(`unrecognized: space ${verb}`)
}

/** `engram rebuild-indices [--space ID|all] [--background]`. */
export async function rebuildIndices(words: readonly string[]): Promise<void> {
  const { values } = flags(words, {
    space: { type: 'string', default: 'all' },
    background: { type: 'boolean', default: false },
  })
  await expectDone(
    await call('POST', `/api/v1/system/rebuild-indices?space=${encodeURIComponent(values.space)}`),
  )
  if (!values.background) await rebuilt()
  print(`index rebuild of ${values.space} ${values.background ? 'has begun' : 'is done'}`)
}

async function rebuilt(): Promise<void> {
  for (let look = 0; look < 100; look++) {
    const { indices } = (await (await call('GET', '/api/v1/system/health')).json()) as {
      indices: { status: string }[]
    }
    if (indices.every(({ status }) => status !== 'rebuilding')) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function expectDone(response: Response): Promise<void> {
  const answer = (await response.json()) as { error?: { message: string } }
  if (answer.error !== undefined) throw new Error(answer.error.message)
}
