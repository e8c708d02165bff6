import { existsSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { makeFolders } from '../../library/folder.ts'
import { UserError } from '../exit.ts'
import { template } from './new.ts'

/** Makes `runbooks/` in a folder, with a first runbook that validates and runs. @throws UserError when it is there already. */
export function init(folder: string): void {
  const library = join(folder, 'runbooks')
  if (existsSync(library)) {
    throw new UserError(`\`${library}\` exists already`, {
      help: 'add a runbook to it with `runbook new ID`',
    })
  }
  makeFolders(library, 0o777)
  const file = join(library, 'rb-001-first.md')
  writeFileSync(file, template('RB-001', 'A first runbook', 'my-service'), { flag: 'wx' })
  process.stdout.write(`${relative('.', file)}\n`)
  process.stderr.write('next: `runbook run RB-001 --dry-run` shows what it would do\n')
}
