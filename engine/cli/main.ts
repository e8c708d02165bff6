import { engineVersion } from '../library/installation.ts'

/** The program. `--version` answers before anything else is loaded: scripts ask it often. */
async function main(words: readonly string[]): Promise<void> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    process.stdout.write(`${engineVersion()}\n`)
    return
  }
  const { runProgram } = await import('./program.ts')
  await runProgram(words)
}

void main(process.argv.slice(2))
