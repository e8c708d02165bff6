import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { jsonText } from '../../../renderers/json.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { openLogSearch, type LogHit } from '../../logs.ts'
import { errnoText } from '../../run/refusal.ts'
import { exit, UserError, type Exit } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { table } from '../table.ts'
import { openWorkbench } from '../workbench.ts'

/** Characters of one line that are looked at; what follows in the same line is passed over. */
const longestLine = 64 * 1024

/**
 * Prints the runbooks that the lines of a log point to, with counts and samples; `-` reads standard input. A log that
 * points to none is silence and status 1, as with grep. @throws {UserError} when the log cannot be read
 */
export async function findByLog(file: string, settings: Settings): Promise<Exit> {
  const search = openLogSearch(await openWorkbench(settings).catalog())
  const input = file === '-' ? process.stdin : createReadStream(file)
  try {
    await eachLine(input, (line) => search.line(line))
  } catch (error) {
    throw new UserError(`cannot read \`${file}\`: ${errnoText(error)}`, {
      help: 'name a file that you may read, or `-` for standard input',
    })
  }
  const hits = search.hits()
  if (settings.json) process.stdout.write(jsonText(hits))
  else if (hits.length > 0) process.stdout.write(hitsText(hits))
  return hits.length > 0 ? exit.ok : exit.failed
}

function hitsText(hits: readonly LogHit[]): string {
  const rows = hits.map(({ id, title, lines, patterns }) => [
    id,
    String(lines),
    [...new Set(patterns.map(({ strategy }) => strategy))].join(', '),
    title,
  ])
  const samples = hits.flatMap(({ id, patterns }) => [
    '',
    id,
    ...patterns.flatMap(({ match, count, strategy, note, samples: shown }) => [
      `  ${count} × ${match} → ${strategy}${note === undefined ? '' : `: ${note}`}`,
      ...shown.map(({ line, text }) => `    ${line}: ${text}`),
    ]),
  ])
  const head = table(['ID', 'LINES', 'STRATEGY', 'TITLE'], rows)
  return `${head}${samples.map(escapeLine).join('\n')}\n`
}

/** Cuts a stream into lines; what it holds at a time is bounded, however long a line is. */
async function eachLine(input: Readable, take: (line: string) => void): Promise<void> {
  let rest = ''
  let skipping = false
  for await (const chunk of input.setEncoding('utf8')) {
    const pieces = (rest + String(chunk)).split('\n')
    rest = pieces.pop() ?? ''
    for (const piece of pieces) {
      if (!skipping) take(piece.endsWith('\r') ? piece.slice(0, -1) : piece)
      skipping = false
    }
    if (rest.length > longestLine) {
      if (!skipping) take(rest.slice(0, longestLine))
      skipping = true
      rest = ''
    }
  }
  if (rest !== '' && !skipping) take(rest)
}
