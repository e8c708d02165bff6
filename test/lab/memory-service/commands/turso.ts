import { parseArgs } from 'node:util'
import { readEnvironmentFile, labFolder } from '../../shared/environment.ts'
import type { AccountRequest } from '../keeper/account.ts'
import { layoutOf } from '../layout.ts'
import { ask, nameOf } from './account.ts'
import { Refusal } from '../../shared/refusal.ts'
import { shell } from './shell.ts'

const options = {
  url: { type: 'boolean' },
  yes: { type: 'boolean' },
  timestamp: { type: 'string' },
  'from-backup': { type: 'string' },
  source: { type: 'string' },
} as const

type Flags = ReturnType<typeof parse>['values']

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
}

/** `turso db VERB …`: the part of Turso's command line that the README names. */
export async function turso([noun, verb = '', ...words]: readonly string[]): Promise<void> {
  if (noun !== 'db') throw new Refusal('this lab knows `turso db` alone')
  if (verb === 'shell') return shell(nameOf(words[0] ?? ''), words.slice(1))
  const { values, positionals } = parse(words)
  const name = nameOf(positionals[0] ?? '')
  if (verb !== 'list' && name === '') throw new Refusal(`\`turso db ${verb}\` needs the name of a database`)
  if (verb === 'show') return show(name)
  const answer = await ask(requestOf(verb, name, values))
  if ('names' in answer) process.stdout.write(answer.names.map((line) => `${line}\n`).join(''))
  else if ('done' in answer) process.stdout.write(`${answer.done}\n`)
}

function requestOf(verb: string, name: string, flags: Flags): AccountRequest {
  if (verb === 'list') return { verb }
  if (verb === 'create' || verb === 'backups') return { verb, name }
  if (verb === 'destroy') {
    if (flags.yes !== true) throw new Refusal('`turso db destroy` needs `--yes`: nobody is asked here')
    return { verb, name }
  }
  if (verb !== 'restore') throw new Refusal(`this lab does not know \`turso db ${verb}\``)
  const at = flags.timestamp ?? flags['from-backup']
  if (at === undefined) throw new Refusal('`turso db restore` needs `--timestamp` or `--from-backup`')
  return { verb, name, at, ...(flags.source === undefined ? {} : { source: flags.source }) }
}

/** The URL of a database: that of the configured one with another name. */
async function show(name: string): Promise<void> {
  const answer = await ask({ verb: 'list' })
  if (!('names' in answer) || !answer.names.includes(name)) throw new Error(`database ${name} not found`)
  const { TURSO_DATABASE_URL = '' } = readEnvironmentFile(layoutOf(labFolder()).environmentFile)
  process.stdout.write(`${new URL(`/${name}`, TURSO_DATABASE_URL).href}\n`)
}
