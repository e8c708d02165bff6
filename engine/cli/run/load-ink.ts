import type { Colors } from '../../../renderers/terminal/style.ts'

type Ink = typeof import('../../../renderers/terminal/ink/main.ts')

/**
 * Loads the part that draws: it brings WebAssembly and takes a tenth of a second, so only a terminal that can show it
 * pays for it. Its libraries read colours from the environment, and not from `NO_COLOR`, while they are loaded.
 */
export async function loadInk(color: Colors): Promise<Ink> {
  const { FORCE_COLOR: before } = process.env
  process.env.FORCE_COLOR = color === false ? '0' : '1'
  try {
    return await import('../../../renderers/terminal/ink/main.ts')
  } finally {
    if (before === undefined) delete process.env.FORCE_COLOR
    else process.env.FORCE_COLOR = before
  }
}
