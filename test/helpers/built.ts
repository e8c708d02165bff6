import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')
const launcher = join(root, 'bin', 'runbook.cjs')

/** The program as it was built, as words of a command line: what is drawn is loaded from the bundle alone. */
export const builtProgram: readonly string[] = [process.execPath, launcher]

if (!existsSync(join(root, 'dist', 'ink.js'))) throw new Error('the program is not built: `npm run build`')
