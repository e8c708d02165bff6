import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { proveLibrary } from '../helpers/drilled.ts'
import { needs } from '../helpers/programs.ts'

const pages = globSync('*.md', { cwd: join(import.meta.dirname, '..', '..', 'runbooks', 'memory-system') })

describe.skipIf(!needs('initdb', 'psql', 'openssl'))('on a real PostgreSQL', () => {
  proveLibrary('memory-system', { runbooks: pages.filter((page) => page !== 'README.md').length })
})
