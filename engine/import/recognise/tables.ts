import { textPart } from '../draft.ts'
import { certaintyOf } from '../classify/shell.ts'
import { type SourceTable, readTable } from '../read/table.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import { type Choice, type Found, foundPart } from './found.ts'
import { proposed } from './inline.ts'
import { soften } from './soften.ts'

const cases =
  /^(?:scenario|symptoms?|issue|problem|error(?: message| code)?|(?:possible |root )?cause|condition|if\b.*|when\b.*|alert(?: name)?|situation|failure(?: mode)?|case|state|observation|finding|what you see|signal|fehler|ursache|problème|síntoma)$/i
const acts =
  /^(?:(?:immediate |recommended |first |next |required )?(?:actions?|steps?)|resolution|fix|solution|mitigation|response|remed(?:y|iation)|what to do|runbook|commands?|do|then|procedure|recovery|lösung|maßnahme|solución|action corrective)s?$/i
const verifies = /^(?:verification|verify|expected(?: result)?|success criteria|check)$/i

/**
 * A table of scenarios and actions: a question with one answer a row. The table stays for the reader. Nothing for other
 * tables.
 */
export function readTableDecision(markdown: string, line: number, context: Context): Found[] | undefined {
  const table = readTable(markdown)
  if (table === undefined || context.purpose === 'reference') return undefined
  const scenario = table.header.findIndex((cell) => cases.test(asPlain(cell)))
  const action = table.header.findIndex((cell, index) => index !== scenario && acts.test(asPlain(cell)))
  if (scenario < 0 || action < 0 || table.rows.length < 2) return undefined
  const choices = table.rows.map((row, index) =>
    rowChoice(table, row, scenario, action, line + 2 + index, context),
  )
  context.notes.add(
    'table-decision',
    line,
    `a table with ${choices.length} rows became a question`,
    'see what each answer leads to',
    markdown.split('\n')[0]?.trim(),
  )
  const title = `Which ${asPlain(table.header[scenario] ?? '')
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

function rowChoice(
  table: SourceTable,
  row: readonly string[],
  scenario: number,
  action: number,
  line: number,
  context: Context,
): Choice {
  const answer = asPlain(row[scenario] ?? '') || `row ${line}`
  const told = row[action] ?? ''
  const goal = context.goalOf(told, line)
  if (goal !== undefined) return { answer, line, leads: { kind: 'goal', goal }, note: told }
  const commands = commandsOf(told, context)
  const others = table.header.flatMap((name, index) =>
    index === scenario || index === action || !row[index] ? [] : [`${asPlain(name)}: ${row[index]}`],
  )
  const blocks = commands.map((code) =>
    foundPart({ kind: 'text', pieces: [{ block: proposed(code, told, line, context), indent: '' }], line }),
  )
  const text = told.trim() === '' ? answer : told
  const said = { ...textPart(soften(text), line), ...(blocks.length === 0 ? { action: true } : {}) }
  const before = others
    .filter((one) => !verifies.test(one.split(':')[0] ?? ''))
    .map((one) => foundPart(textPart(soften(one), line)))
  const behind = others
    .filter((one) => verifies.test(one.split(':')[0] ?? ''))
    .map((one) => foundPart(textPart(soften(one), line)))
  return {
    answer,
    line,
    leads: {
      kind: 'section',
      title: shortTitle(answer),
      found: [...before, foundPart(said), ...blocks, ...behind],
    },
  }
}

/** In the cell that says what to do, code that is a command is meant to be run. */
function commandsOf(cell: string, context: Context): string[] {
  return [...cell.replaceAll('\\|', '|').matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) =>
    /\s/.test(code) && !/…|\.\.\./.test(code) && certaintyOf(code, context.shell) !== 'no' ? [code] : [],
  )
}
