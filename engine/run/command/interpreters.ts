import type { Unready } from '../commands.ts'
import { unready, type Call, type Preparation } from './call.ts'
import { callShell, callShellBehindSudo } from './shell.ts'
import { findProgram } from './text.ts'

/** bash and sh: strict, without start-up files, the whole script read before its first line runs. */
export function prepareShell(preparation: Preparation): Call | Unready {
  const { block, name, as } = preparation
  const shell = block.language === 'sh' ? 'sh' : 'bash'
  const call = as === undefined ? callShell : callShellBehindSudo
  return withProgram(shell, preparation, (program) => ({ program, ...call(shell, block.script, name) }))
}

/** python3 reads the script from its descriptor; behind sudo from standard input. */
export function preparePython(preparation: Preparation): Call | Unready {
  const { block, as } = preparation
  return withProgram('python3', preparation, (program) => ({
    program,
    options: [],
    bootstrap: [as === undefined ? '/dev/fd/3' : '-'],
    input: `${block.script}\n`,
    inputAt: as === undefined ? 3 : 0,
    session: 'none',
  }))
}

/** The Node that runs the engine; it cannot open a descriptor by path, so the script is its standard input. */
export function prepareNode({ block }: Preparation): Call {
  return {
    program: process.execPath,
    options: [],
    bootstrap: ['-'],
    input: `${block.script}\n`,
    inputAt: 0,
    session: 'none',
  }
}

/** A call of a program on PATH, by its absolute path: what was confirmed is what is started. */
export function withProgram(
  name: string,
  { environment }: Preparation,
  make: (program: string) => Call,
): Call | Unready {
  const program = findProgram(name, environment.PATH ?? '')
  if (program !== undefined) return make(program)
  return unready(`\`${name}\` is not on PATH`, `install \`${name}\`, or add its folder to PATH`)
}
