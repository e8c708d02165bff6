import { proveLibrary } from '../helpers/drilled.ts'

proveLibrary('incidents')
