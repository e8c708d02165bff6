import { proveLibrary } from '../helpers/drilled.ts'

proveLibrary('incidents', { runbooks: 9 })
