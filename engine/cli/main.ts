import { runProgram } from './program.ts'

/** Nothing waits any more: to take the whole heap apart first, as Node would, costs a start a millisecond or two. */
process.once('beforeExit', () => process.exit())

void runProgram(process.argv.slice(2))
