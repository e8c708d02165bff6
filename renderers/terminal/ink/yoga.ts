import { loadYoga } from 'yoga-layout/load'

type Yoga = Awaited<ReturnType<typeof loadYoga>>

let loaded: Yoga | undefined

/** Loads the layout engine, which is WebAssembly; nothing is drawn before. */
export async function readyYoga(): Promise<void> {
  loaded ??= await loadYoga()
}

/** Stands for `yoga-layout` in the bundle, whose own entry loads the engine while it is loaded itself. */
const yoga = new Proxy({} as Yoga, { get: (_, name) => Reflect.get(loaded ?? {}, name) as unknown })
export default yoga
