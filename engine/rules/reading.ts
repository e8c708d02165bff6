import type { ParseError, ParsedScript } from 'unbash'
import type { Runbook } from '../model.ts'
import { blocksOf } from './blocks.ts'
import { type Started, startedBy } from './shell/unwrap.ts'
import { type ShellCommand, type WalkTree, commandsOf, TooDeep } from './shell/commands.ts'

/** One shell text, parsed once and shared by all rules. */
export interface ShellReading {
  readonly tree: ParsedScript
  /** Every simple command at any depth, in document order. */
  readonly commands: readonly ShellCommand[]
  readonly errors: readonly ParseError[]
}

/** The parsers of the languages that blocks are written in; each text is parsed once. */
export interface Reading {
  shell(text: string): ShellReading
  /** Every command of a shell text, and every other that these start. */
  started(text: string): readonly Started[]
  readonly walk: WalkTree
  /** PostgreSQL's own syntax tree; `undefined` when it is not valid PostgreSQL. */
  sql(text: string): SqlTree | undefined
}

export interface SqlTree {
  readonly stmts?: readonly SqlStatement[]
}

/** Places are counted in bytes of UTF-8. */
export interface SqlStatement {
  readonly stmt?: object
  readonly stmt_location?: number
  readonly stmt_len?: number
}

/** Words without which no SQL destroys; where one stands, PostgreSQL's parser decides. */
export const sqlThatMatters = /\b(drop|truncate|delete|update|alter|merge|do|pg_\w+|lo_unlink|dblink_exec)\b/i

/**
 * Loads the parsers that this runbook needs and no other: the one for shell when a program runs, PostgreSQL's
 * (some forty milliseconds) only when a word stands in a block that could make a statement destroy.
 */
export async function openReading(runbook: Runbook): Promise<Reading> {
  const scripts = blocksOf(runbook).map(({ block }) => block)
  const [{ parse, forEachChild }, postgres] = await Promise.all([
    import('unbash'),
    scripts.some(
      (block) => sqlThatMatters.test(block.script) && (block.language === 'sql' || speaksSql(block.script)),
    )
      ? import('libpg-query').then(async (module) => {
          await module.loadModule()
          return module
        })
      : undefined,
  ])
  const read = (text: string): ShellReading => {
    const tree = parse(text)
    try {
      return { tree, commands: commandsOf(tree, forEachChild), errors: tree.errors ?? [] }
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error
      return { tree: parse(''), commands: [], errors: [{ pos: 0, message: 'it is nested too deeply' }] }
    }
  }
  const reading: Reading = {
    shell: remember(read),
    started: remember((text) =>
      reading.shell(text).commands.flatMap((command) => startedBy(command, reading)),
    ),
    walk: forEachChild,
    sql: remember((text) => (postgres === undefined ? undefined : attempt(() => postgres.parseSync(text)))),
  }
  return reading
}

const speaksSql = (script: string): boolean =>
  /psql|sql|turso|cockroach|duckdb|cqlsh|clickhouse|execute/i.test(script)

/** A text that is not PostgreSQL, or that is nested deeper than its parser can go, has no tree. */
function attempt(parse: () => object): SqlTree | undefined {
  try {
    return parse()
  } catch {
    return undefined
  }
}

function remember<Value>(read: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const value = read(text)
    known.set(text, value)
    return value
  }
}
