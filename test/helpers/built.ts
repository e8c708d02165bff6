import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')
const launcher = join(root, 'bin', 'runbook.cjs')

/** The program as it was built, as words of a command line: from its sources it draws nothing. */
export const builtProgram: readonly string[] = [process.execPath, launcher]

if (!existsSync(join(root, 'dist', 'runbook.cjs')))
  throw new Error('the program is not built: `npm run build`')
