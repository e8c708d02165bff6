import { proveLibrary } from '../helpers/drilled.ts'

proveLibrary('engram', { share: 3 })
