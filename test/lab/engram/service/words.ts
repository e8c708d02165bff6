import type { Profile } from '../world.ts'

/** What `engram start` prints on its way. */
export interface StartWords {
  say(stage: 'start' | 'bind' | 'load'): void
  ready(port: number, grpcPort: number): void
}

const stages = { start: 'Starting Engram…', bind: 'Binding interfaces…', load: 'Loading storage tiers…' }

/** As documented, four stages; the faithful program says nothing until it has started. */
export function startWords(profile: Profile): StartWords {
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  if (profile === 'documented') {
    return {
      say: (stage) => print(stages[stage]),
      ready: (port) => print(`Ready! health=http://127.0.0.1:${port}/api/v1/system/health`),
    }
  }
  return {
    say: () => undefined,
    ready: (port, grpcPort) => {
      print(' Engram server started successfully!')
      print(` HTTP API: http://127.0.0.1:${port}`)
      print(` gRPC: 127.0.0.1:${grpcPort}`)
      print(` Health: http://127.0.0.1:${port}/health`)
    },
  }
}
