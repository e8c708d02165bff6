import * as layout from 'yoga-layout/load'

type Yoga = Awaited<ReturnType<typeof layout.loadYoga>>

let loaded: Yoga | undefined

/** Loads the layout engine, which is WebAssembly; nothing is drawn before. */
export async function readyYoga(): Promise<void> {
  loaded ??= await layout.loadYoga()
}

/** Its constants by the names that Ink reads while it is loaded itself, before the engine is: `FLEX_DIRECTION_ROW`. */
const constants = Object.fromEntries(
  Object.entries(layout).flatMap(([kind, members]) =>
    typeof members === 'function'
      ? []
      : Object.entries(members).map(([name, value]) => [constantName(kind + name), value]),
  ),
)

function constantName(words: string): string {
  return words.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
}

/** Stands for `yoga-layout` in the bundle, whose own entry loads the engine while it is loaded itself. */
const yoga = new Proxy({} as Yoga, {
  get: (_, name) => Reflect.get(loaded ?? constants, name) as unknown,
})
export default yoga
