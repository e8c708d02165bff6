import { Refusal } from './commands/refusal.ts'

/** The commands of the lab that need more than a shell; the first word says which. */
const commands: Readonly<Record<string, () => Promise<(words: readonly string[]) => Promise<void>>>> = {
  turso: async () => (await import('./commands/turso.ts')).turso,
  'memory-cli': async () => (await import('./commands/memory-cli.ts')).memoryCli,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
}

async function main([name = '', ...words]: readonly string[]): Promise<void> {
  const command = await commands[name]?.()
  if (command === undefined) throw new Refusal(`the lab has no command \`${name}\``)
  await command(words)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${process.argv[2] ?? ''}: ${(error as Error).message}\n`)
  process.exitCode = error instanceof Refusal ? 2 : 1
})
