import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { labFolder, readEnvironmentFile } from '../../shared/environment.ts'
import { layoutOf } from '../layout.ts'
import { type Change, changes } from '../schema.ts'
import { TursoClient } from '../service/turso.ts'
import { Refusal } from '../../shared/refusal.ts'

const options = {
  schema: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  execute: { type: 'boolean', default: false },
} as const

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options }).values
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
}

/** Brings the database to the schema of a release: `--dry-run` says what would be done, `--execute` does it. */
export async function migrate(words: readonly string[]): Promise<void> {
  const flags = parse(words)
  if (flags['dry-run'] === flags.execute) throw new Refusal('say either `--dry-run` or `--execute`')
  const layout = layoutOf(labFolder())
  const settings = { ...process.env, ...readEnvironmentFile(layout.environmentFile) }
  if (flags.execute && existsSync(layout.lock)) throw new Error('the service runs: stop it first')
  const client = new TursoClient(settings.TURSO_DATABASE_URL ?? '', settings.TURSO_AUTH_TOKEN ?? '')
  try {
    await bringTo(Number(flags.schema), client, flags.execute)
  } finally {
    client.close()
  }
}

async function bringTo(schema: number, client: TursoClient, execute: boolean): Promise<void> {
  const [version] = await client.execute([
    { sql: "SELECT value FROM meta WHERE key = 'schema_version'", args: [] },
  ])
  if (Number(version?.value) > schema) {
    throw new Error(
      `the database has schema ${version?.value}, newer than ${schema}: restore a backup to go back`,
    )
  }
  const due: Change[] = []
  for (const change of changes.filter((candidate) => candidate.schema <= schema)) {
    const rows = await client.execute([{ sql: change.unless, args: [] }])
    if (rows.length === 0) due.push(change)
  }
  for (const change of due) {
    process.stdout.write(`${execute ? 'applied' : 'would apply'}: ${change.describes}\n`)
    if (execute) await client.execute([{ sql: change.sql, args: [] }])
  }
  process.stdout.write(
    due.length === 0 ? `nothing to do: schema ${schema}\n` : `schema ${schema}: ${due.length} changes\n`,
  )
}
