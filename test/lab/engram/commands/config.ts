import { readFileSync, writeFileSync } from 'node:fs'
import { Refusal } from '../../shared/refusal.ts'
import { parseToml } from '../../shared/toml.ts'
import { readConfig } from '../service/config.ts'
import type { Profile } from '../world.ts'
import { layout, print } from './words.ts'

/** `engram config list | get K | set K V | path`, and as documented `validate`. */
export function config([verb = '', key = '', value]: readonly string[], profile: Profile): void {
  if (verb === 'path') return print(layout.config)
  if (verb === 'validate' && profile === 'documented') {
    readConfig(layout.config, profile)
    return print(`${layout.config}: valid`)
  }
  const values = parseToml(readFileSync(layout.config, 'utf8'), layout.config)
  if (verb === 'list') for (const [name, found] of values) print(`${name} = ${JSON.stringify(found)}`)
  else if (verb === 'get' && values.has(key)) print(String(values.get(key)))
  else if (verb === 'set' && value !== undefined) set(key, value)
  else throw new Refusal(`unrecognized: config ${[verb, key].join(' ').trim()}`)
}

/** Writes the key into its table, which is made when it is not there. */
function set(key: string, value: string): void {
  const dot = key.lastIndexOf('.')
  const [table, name] = [key.slice(0, dot), key.slice(dot + 1)]
  if (dot < 1) throw new Refusal(`\`${key}\` names no table`)
  const written = /^(true|false|\d+(\.\d+)?)$/.test(value) ? value : JSON.stringify(value)
  const text = readFileSync(layout.config, 'utf8')
  const parts = text.split(/^(?=\[)/m)
  const found = parts.findIndex((part) => part.startsWith(`[${table}]`))
  const line = `${name} = ${written}\n`
  if (found === -1) parts.push(`\n[${table}]\n${line}`)
  else parts[found] = withLine(parts[found] ?? '', name, line)
  writeFileSync(layout.config, parts.join(''))
  print(`${key} = ${written}`)
}

function withLine(part: string, name: string, line: string): string {
  const existing = new RegExp(`^${name}\\s*=.*\\n`, 'm')
  return existing.test(part) ? part.replace(existing, line) : part.replace(/^(\[.*\]\n)/, `$1${line}`)
}
