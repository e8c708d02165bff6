import { describe } from 'vitest'
import { proveLibrary } from '../helpers/drilled.ts'
import { needs } from '../helpers/programs.ts'

describe.skipIf(!needs('initdb', 'psql', 'openssl', 'apt-get', 'promtool', 'prometheus'))(
  'on a real PostgreSQL',
  () => {
    proveLibrary('memory-system')
  },
)
