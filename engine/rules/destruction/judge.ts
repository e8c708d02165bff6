import type { Block, Language } from '../../model.ts'
import { isProgram } from '../blocks.ts'
import type { Reading } from '../reading.ts'
import type { Harm } from './finding.ts'
import { harmInHttp } from './http.ts'
import { harmInProgram } from './program.ts'
import { harmInShell } from './shell.ts'
import { harmInSql } from './sql.ts'

/** Everything in a block that destroys or interrupts, judged by the parser of its language, each command once. */
export function harmIn(block: Block, reading: Reading): Harm[] {
  if (!isProgram(block)) return []
  const places = new Set<string>()
  return (judges[block.language]?.(block.script, reading) ?? []).filter(({ span }) => {
    const place = `${span.start}:${span.end}`
    return !places.has(place) && places.add(place)
  })
}

/** The languages in which something can be done; the others only ask or hold a file. */
const judges: Readonly<Partial<Record<Language, (script: string, reading: Reading) => Harm[]>>> = {
  bash: harmInShell,
  sh: harmInShell,
  sql: harmInSql,
  http: harmInHttp,
  python: (script, reading) => harmInProgram(script, 'python', reading),
  node: (script, reading) => harmInProgram(script, 'node', reading),
}
