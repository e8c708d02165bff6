import { proveLibrary } from '../helpers/drilled.ts'

proveLibrary('memory-service')
