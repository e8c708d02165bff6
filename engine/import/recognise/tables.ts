import { type BlockDraft, type TextPart, textPart } from '../draft.ts'
import { certaintyOf } from '../classify/shell.ts'
import { type SourceTable, readTable } from '../read/table.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import { type Choice, type Found, foundPart } from './found.ts'
import { isWrittenAsCommand, proposed } from './inline.ts'
import { soften } from './soften.ts'
import { isForeign, isStatement, sqlBlock } from './sql-block.ts'

const cases =
  /^(?:scenario|symptoms?|issue|problem|error(?: message| code)?|(?:possible |root )?cause|condition|if\b.*|when\b.*|alert(?: name)?|situation|failure(?: mode)?|case|state|observation|finding|what you see|signal|fehler|ursache|problème|síntoma)$/i
const acts =
  /^(?:(?:immediate |recommended |first |next |required )?(?:actions?|steps?)|resolution|fix|solution|mitigation|response|remed(?:y|iation)|what to do|runbook|commands?|do|then|procedure|recovery|lösung|maßnahme|solución|action corrective)s?$/i
/** A column of commands beside the one that says what to do. */
const runs = /^(?:sql|(?:[\w-]+ )?quer(?:y|ies)|commands?|(?:sql )?statements?)$/i
const verifies = /^(?:verification|verify|expected(?: result)?|success criteria|check)$/i

/** Columns of a table of scenarios: what is the case, and what is done then. */
interface Columns {
  readonly scenario: number
  readonly action: number
}

/**
 * A table of scenarios and actions: a question with one answer a row. The table stays for the reader. Nothing for other
 * tables.
 */
export function readTableDecision(markdown: string, line: number, context: Context): Found[] | undefined {
  const table = readTable(markdown)
  if (table === undefined || context.purpose === 'reference') return undefined
  const columns = columnsOf(table)
  if (columns === undefined || table.rows.length < 2) return undefined
  const choices = table.rows.map((row, index) => rowChoice(table, row, columns, line + 2 + index, context))
  context.notes.add(
    'table-decision',
    line,
    `a table with ${choices.length} rows became a question`,
    'see what each answer leads to',
    markdown.split('\n')[0]?.trim(),
  )
  const title = `Which ${asPlain(table.header[columns.scenario] ?? '')
    .toLowerCase()
    .replace(/s$/, '')} is it?`
  return [
    {
      kind: 'decision',
      title,
      line,
      lead: [foundPart(textPart(soften(markdown), line))],
      choices,
      otherwise: 'none of these',
    },
  ]
}

function columnsOf({ header }: SourceTable): Columns | undefined {
  const names = header.map(asPlain)
  const scenario = names.findIndex((name) => cases.test(name))
  const find = (shape: RegExp): number =>
    names.findIndex((name, index) => index !== scenario && shape.test(name))
  const action = find(acts) < 0 ? find(runs) : find(acts)
  return scenario < 0 || action < 0 ? undefined : { scenario, action }
}

function rowChoice(
  table: SourceTable,
  row: readonly string[],
  { scenario, action }: Columns,
  line: number,
  context: Context,
): Choice {
  const answer = asPlain(row[scenario] ?? '') || `row ${line}`
  const told = row[action] ?? ''
  const goal = context.goalOf(told, line)
  if (goal !== undefined) return { answer, line, leads: { kind: 'goal', goal }, note: told }
  const cells = table.header.flatMap((header, index): Cell[] => {
    const [name, text] = [asPlain(header), row[index] ?? '']
    if (index === scenario || (index !== action && text === '')) return []
    const isRun = index === action || runs.test(name)
    return [{ name, text, isAction: index === action, blocks: isRun ? blocksIn(text, line, context) : [] }]
  })
  const isManual = cells.every(({ blocks }) => blocks.length === 0)
  const [behind = [], before = []] = [true, false].map((proves) =>
    cells.filter(({ name, isAction }) => (!isAction && verifies.test(name)) === proves),
  )
  const found = [...before, ...behind].flatMap((cell) => partsOf(cell, answer, isManual, line))
  return { answer, line, leads: { kind: 'section', title: shortTitle(answer), found: found.map(foundPart) } }
}

interface Cell {
  readonly name: string
  readonly text: string
  readonly isAction: boolean
  readonly blocks: readonly BlockDraft[]
}

/** What a cell says, and below it what runs. */
function partsOf(cell: Cell, answer: string, isManual: boolean, line: number): TextPart[] {
  const { name, text, isAction, blocks } = cell
  const said = textPart(soften(isAction ? (text.trim() === '' ? answer : text) : `${name}: ${text}`), line)
  return [
    isAction && isManual ? { ...said, action: true } : said,
    ...blocks.map((block): TextPart => ({ kind: 'text', pieces: [{ block, indent: '' }], line })),
  ]
}

/** In the cell that says what to do, code that is a command, or one statement of SQL, is meant to be run. */
function blocksIn(cell: string, line: number, context: Context): BlockDraft[] {
  return [...cell.replaceAll('\\|', '|').matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => {
    if (!/\s/.test(code) || /…|\.\.\./.test(code)) return []
    if (isStatement(code)) return sqlIn(code, line, context)
    return isCommand(code, context) ? [proposed(code, cell, line, context)] : []
  })
}

/** `update the owner` is code to an author, and a command to nobody. */
function isCommand(code: string, context: Context): boolean {
  const certainty = certaintyOf(code, context.shell)
  return certainty === 'likely' || (certainty === 'maybe' && isWrittenAsCommand(code, context))
}

function sqlIn(code: string, line: number, context: Context): BlockDraft[] {
  const { notes, page } = context
  const foreign = isForeign(code, page)
  if (foreign)
    notes.add(
      'other-language',
      line,
      `\`${code}\` is for another database than PostgreSQL: it stays in the table`,
      'write it as `bash` with the client of that database',
      code,
    )
  else
    notes.add(
      'inline-command',
      line,
      `the query in this table became a step: \`${code}\``,
      'its connection comes from the input `DATABASE_URL` or the `PG…` variables',
      code,
    )
  return foreign ? [] : [sqlBlock(code, { info: '', line }, context)]
}
