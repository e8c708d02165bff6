import { runCommand } from '../shared/commands.ts'

await runCommand({
  turso: async () => (await import('./commands/turso.ts')).turso,
  'memory-cli': async () => (await import('./commands/memory-cli.ts')).memoryCli,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
})
