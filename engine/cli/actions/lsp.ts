import { openCache } from '../../library/cache.ts'
import { serveEditor } from '../../lsp/server/index.ts'
import { UserError } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { today } from '../today.ts'

/**
 * Serves an editor on standard input and output until it leaves.
 * @throws UserError at a terminal: a person can say nothing to it
 */
export function lsp(settings: Settings): void {
  if (process.stdin.isTTY)
    throw new UserError('`runbook lsp` talks to an editor, and this is a terminal', {
      help: 'set it up in your editor: see `docs/editors.md`',
    })
  serveEditor({
    library: settings.library ?? process.env.RUNBOOK_LIBRARY,
    directory: process.cwd(),
    cache: openCache(process.env),
    today: () => today(process.env),
    program: [process.execPath, ...process.execArgv, process.argv[1] ?? ''],
  })
}
