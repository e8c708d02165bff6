import type { Block } from '../../model.ts'
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
  return byLanguage(block, reading).filter(({ span }) => {
    const place = `${span.start}:${span.end}`
    return !places.has(place) && places.add(place)
  })
}

function byLanguage({ language, script }: Block, reading: Reading): Harm[] {
  switch (language) {
    case 'bash':
    case 'sh':
      return harmInShell(script, reading)
    case 'sql':
      return harmInSql(script, reading)
    case 'http':
      return harmInHttp(script)
    case 'python':
    case 'node':
      return harmInProgram(script, language, reading)
    case 'promql':
    case 'toml':
    case 'yaml':
    case 'json':
    case 'ini':
    case 'text':
      return []
  }
}
