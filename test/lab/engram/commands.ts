import { runCommand } from '../shared/commands.ts'

await runCommand({
  engram: async () => (await import('./commands/engram.ts')).engram,
  grpcurl: async () => (await import('./commands/grpcurl.ts')).grpcurl,
})
