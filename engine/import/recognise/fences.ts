import { configFile, configFormat, createdFile, setsKeys } from '../classify/config.ts'
import { certaintyOf, looksLikeOutput } from '../classify/shell.ts'
import { blockPart, blocksOf, textPart } from '../draft.ts'
import { isInstruction } from './conditions.ts'
import { asMarkdown } from './escape.ts'
import type { SourceFence } from '../read/page.ts'
import { configParts, createdParts } from './config-block.ts'
import type { Context } from './context.ts'
import { readFlowchart } from './flowchart/read.ts'
import { type Found, foundPart } from './found.ts'
import { readSession } from './prompts.ts'
import { withOutput } from './printed.ts'
import { samplePart } from './sample.ts'
import { readShellFence } from './shell-fence.ts'
import { isForeign, sqlBlock } from './sql-block.ts'
import { readTree } from './trees.ts'

const shell = /^(?:bash|sh|shell|zsh|ksh|console|shell-?session|terminal|cmd-line|commandline)$/i
const otherShell = /^(?:powershell|pwsh|ps1|posh|bat|cmd|dos|batch|fish|csh|tcsh|nushell)$/i
const sql = /^(?:sql|psql|pgsql|plpgsql|postgres|postgresql)$/i
const shows =
  /(?:output|example|sample|looks? like|similar to|returns?|response|result|you(?:'ll| will| should)? see|would see|prints?|log(?: line| message)?s?|errors?|message|alert|template|format|schema|expected|ausgabe|beispiel)\b[^.]*[:.]?\s*$/i
const announces = /\b(?:output|example|sample|template|format|schema|looks? like|similar to|expected)\b/i
const edits =
  /\b(?:set|change|increase|raise|lower|reduce|enable|disable|add|append|edit|update|adjust|modify|configure)\b/i
const tells = /(?:\brun|execute|use|issue|invoke|type|enter|command|via|with)\b[^.]*[:.]?\s*$/i

/**
 * Reads a fence by its tag and, because tags cannot be trusted, by what it holds.
 *
 * @param lead what stands right above it, as a reader sees it
 */
export function readFence(fence: SourceFence, lead: string, context: Context): Found[] {
  if (fence.wasIndented === true)
    context.notes.add(
      'fence-repaired',
      fence.line - 1,
      'this fence is indented so far that it would be shown with its marks: it is a fence now',
      'see that it stands where it was meant to',
    )
  const found = readText(fence, lead, context)
  const more = fence.info.slice(fence.tag.length).trim()
  return more !== '' && found.some(isRunning)
    ? [foundPart(textPart(asMarkdown(more), fence.line)), ...found]
    : found
}

/** Behind the language, other tools keep a title or an option: a reader saw it. */
const isRunning = (found: Found): boolean =>
  found.kind === 'decision' || blocksOf(found.part).some(({ role }) => role !== undefined)

function readText(fence: SourceFence, lead: string, context: Context): Found[] {
  if (fence.text.trim() === '')
    return fence.info === '' ? [] : [foundPart(samplePart(fence.text, fence.info, fence.line))]
  const created = shell.test(fence.tag) || otherShell.test(fence.tag) ? undefined : createdFile(lead)
  if (created !== undefined && !/^(?:context|reference)$/.test(context.purpose))
    return createdParts(created, fence, context)
  if (shell.test(fence.tag)) return readTagged(fence, lead, context)
  if (sql.test(fence.tag)) return readSql(fence, context)
  if (otherShell.test(fence.tag)) return otherLanguage(fence, context)
  if (/^mermaid$/i.test(fence.tag)) return readFlowchart(fence, context) ?? kept(fence)
  if (/^(?:toml|ini|yaml|yml|json)$/i.test(fence.tag)) return readConfig(fence, lead, context)
  if (fence.tag === '' || /^(?:text|txt|plaintext|plain|none|log|output)$/i.test(fence.tag))
    return readUntagged(fence, lead, context)
  if (
    /^(?:python3?|py|ruby|perl|node|js|javascript|go|rust|java|http|promql|powerquery|groovy|php|elixir|erlang)$/i.test(
      fence.tag,
    )
  )
    return otherLanguage(fence, context)
  return kept(fence)
}

const kept = (fence: SourceFence): Found[] => [foundPart(samplePart(fence.text, fence.info, fence.line))]

function readTagged(fence: SourceFence, lead: string, context: Context): Found[] {
  const databases = databaseSession(fence, context)
  if (databases !== undefined) return databases
  const tree = readTree(fence, context)
  if (tree !== undefined) return tree
  if (looksLikeOutput(fence.text) && readSession(fence.text, false) === undefined) {
    context.notes.add(
      'not-a-command',
      fence.line,
      `this \`${fence.tag}\` fence holds output: it is shown, and never run`,
      'tag it `text`',
      fence.text.split('\n')[0]?.trim(),
    )
    return kept(fence)
  }
  return readShellFence(fence, lead, context)
}

/** `psql $DATABASE_URL` with statements below it: a block of SQL, its `#` comments written as SQL writes them. */
function databaseSession(fence: SourceFence, context: Context): Found[] | undefined {
  const lines = fence.text.split('\n')
  const at = lines.findIndex(
    (line) =>
      /^\s*(?:sudo\s+(?:-iu?\s+\w+\s+)?)?psql(?:\s+[^<|;'"-][^<|;]*)?\s*$/.test(line) ||
      /^\s*psql(?:\s+-[hpUdW]\s*\S*)*\s*$/.test(line),
  )
  const below = lines.slice(at + 1).filter((line) => line.trim() !== '' && !/^\s*(?:#|--)/.test(line))
  if (
    at < 0 ||
    !/^\s*(?:select|insert|update|delete|analyze|vacuum|show|explain|with|create|alter|reindex|set|begin|drop|grant|\\\w)/i.test(
      below[0] ?? '',
    )
  )
    return undefined
  const before = lines.slice(0, at).filter((line) => line.trim() !== '')
  if (!before.every((line) => /^\s*#/.test(line))) return undefined
  const script = lines
    .map((line, index) => (index === at ? `-- ${line.trim()}` : line.replace(/^(\s*)#/, '$1--')))
    .join('\n')
  context.notes.add(
    'interactive',
    fence.line + at,
    'the statements below `psql` are a block of SQL',
    'its connection comes from the input `DATABASE_URL` or the `PG…` variables',
    lines[at]?.trim(),
  )
  return [foundPart(blockPart(sqlBlock(script, fence, context)))]
}

function readSql(fence: SourceFence, context: Context): Found[] {
  if (isForeign(fence.text, context.page)) return otherLanguage(fence, context)
  return [foundPart(blockPart(sqlBlock(fence.text, fence, context)))]
}

function otherLanguage(fence: SourceFence, context: Context): Found[] {
  context.notes.add(
    'other-language',
    fence.line,
    `\`${fence.tag}\` is shown, and never run`,
    'write what it does as `bash`, `sql`, `python`, `node` or `http` with a role',
    fence.text.split('\n')[0]?.trim(),
  )
  return kept(fence)
}

/** Configuration under a heading that acts, with keys to set, is a change; a manifest or a sample is not. */
function readConfig(fence: SourceFence, lead: string, context: Context): Found[] {
  const isTable = /^(?:toml|ini)$/i.test(fence.tag) && configFormat(fence.text) !== undefined
  const named = configFile(fence.text, lead) !== undefined
  const edited = edits.test(lead)
  const isChange = isTable
    ? named || edited || context.purpose === 'act'
    : named && edited && setsKeys(fence.tag, fence.text)
  return isChange && !shows.test(lead) ? configParts(fence.text, lead, fence, context) : kept(fence)
}

function readUntagged(fence: SourceFence, lead: string, context: Context): Found[] {
  const tree = readTree(fence, context)
  if (tree !== undefined) return tree
  const session = readSession(fence.text, false)
  const certainty = certaintyOf(fence.text, context.shell)
  const printed = withOutput(fence.text, context.shell)
  const likely =
    certainty === 'likely' || printed !== undefined || (certainty === 'maybe' && tells.test(lead))
  if (session === undefined && (!likely || (shows.test(lead) && !asksFor(lead, certainty))))
    return unsure(fence, certainty, context)
  const how =
    session === undefined
      ? certainty === 'likely'
        ? 'its programs are known'
        : 'the words above say so'
      : 'it has prompts'
  context.notes.add(
    'untagged-command',
    fence.line,
    `this fence has no language, and ${how}: it is read as commands`,
    'see that each line is a command',
    fence.text.split('\n')[0]?.trim(),
  )
  return readShellFence(fence, lead, context)
}

/** `Check the logs for errors.` announces no output, although it ends with words that do. */
const asksFor = (lead: string, certainty: string): boolean =>
  tells.test(lead) ||
  (certainty === 'likely' && !announces.test(lead) && isInstruction(lead.split(/(?<=[.!?])\s+/).at(-1) ?? ''))

function unsure(fence: SourceFence, certainty: string, context: Context): Found[] {
  if (certainty !== 'no')
    context.notes.add(
      'sample-kept',
      fence.line,
      'this fence may hold commands: it is shown, and never run',
      'write `bash read` or `bash action` behind the back-ticks when it is to run',
      fence.text.split('\n')[0]?.trim(),
    )
  return kept(fence)
}
