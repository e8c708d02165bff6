import { blockPart } from '../draft.ts'
import type { SourceFence } from '../read/page.ts'
import type { Context } from './context.ts'
import { shortTitle } from './escape.ts'
import { type Found, foundPart } from './found.ts'

/** A whole script is a file, not a step: it takes arguments, and a run would not know which. */
export function scriptFile(fence: SourceFence, lead: string, context: Context): Found[] {
  const named = /^\s*#\s*(?:[\w./-]*\/)?([\w.-]+\.(?:sh|bash|py|pl|rb))\b/m.exec(
    fence.text.split('\n').slice(0, 5).join('\n'),
  )?.[1]
  const name =
    named ??
    /(?:^|[\s`'"/(])([\w.-]+\.(?:sh|bash|py|pl|rb))\b/.exec(lead)?.[1] ??
    `${
      shortTitle(context.section.title)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '') || 'script'
    }.sh`
  context.notes.add(
    'script-file',
    fence.line,
    `this script is written to the file \`${name}\`, and not run`,
    'say where it belongs, and add a block that calls it',
    fence.text.split('\n')[0],
  )
  const language = /python/.test(fence.text.split('\n')[0] ?? '') ? 'python' : 'bash'
  context.acted.before = true
  return [
    foundPart(
      blockPart({
        language,
        role: 'write',
        options: [`file=${name}`],
        script: fence.text,
        info: fence.info,
        line: fence.line,
      }),
    ),
  ]
}
