import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { query, type Row } from './account.ts'
import { Refusal } from '../../shared/refusal.ts'

interface Session {
  readonly name: string
  mode: 'list' | 'json'
  output: string | undefined
}

/** Runs lines given as words, or from standard input: SQL and the dot commands that the README names. */
export async function shell(name: string, words: readonly string[]): Promise<void> {
  if (name === '') throw new Refusal('`turso db shell` needs the name or the URL of a database')
  const lines = words.length > 0 ? words : linesOf(await text(process.stdin))
  const session: Session = { name, mode: 'list', output: undefined }
  for (const line of lines) await run(session, line.trim())
}

/** One line a dot command; SQL may go over several lines and ends with a semicolon. */
function linesOf(input: string): string[] {
  const lines: string[] = []
  let statement = ''
  for (const line of input.split('\n')) {
    if (statement === '' && line.startsWith('.')) lines.push(line)
    else statement = `${statement}${line}\n`
    if (!statement.trimEnd().endsWith(';')) continue
    lines.push(statement)
    statement = ''
  }
  return [...lines, statement].filter((line) => line.trim() !== '')
}

async function run(session: Session, line: string): Promise<void> {
  const [word = '', ...rest] = line.split(/\s+/)
  if (!word.startsWith('.')) return print(session, await query(session.name, line))
  if (word === '.mode') session.mode = modeOf(rest[0])
  else if (word === '.output') session.output = startOutput(rest[0])
  else if (word === '.import') await importRows(session, rest[0] ?? '', rest[1] ?? '')
  else if (word === '.tables') print(session, await query(session.name, tables))
  else if (word !== '.quit') throw new Refusal(`this lab does not know \`${word}\``)
}

const tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"

function modeOf(mode: string | undefined): 'list' | 'json' {
  if (mode === 'list' || mode === 'json') return mode
  throw new Refusal('`.mode` is list or json')
}

function startOutput(file: string | undefined): string | undefined {
  if (file !== undefined) writeFileSync(file, '')
  return file
}

/** Inserts the objects of a JSON array; rows whose key is there already are replaced. */
async function importRows({ name }: Session, file: string, table: string): Promise<void> {
  if (!/^\w+$/.test(table)) throw new Refusal('`.import` needs a file and a table')
  const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[]
  for (const row of rows) {
    const columns = Object.keys(row)
    const marks = columns.map(() => '?').join(', ')
    const sql = `INSERT OR REPLACE INTO ${table} (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${marks})`
    await query(name, sql, Object.values(row))
  }
}

function print({ mode, output }: Session, rows: readonly Row[]): void {
  const text = mode === 'json' ? `${JSON.stringify(rows)}\n` : tableOf(rows)
  if (output === undefined) process.stdout.write(text)
  else appendFileSync(output, text)
}

function tableOf(rows: readonly Row[]): string {
  const [first] = rows
  if (first === undefined) return ''
  const line = (values: readonly (string | number | null)[]) =>
    `${values.map((value) => String(value ?? '')).join('|')}\n`
  return line(Object.keys(first)) + rows.map((row) => line(Object.values(row))).join('')
}
