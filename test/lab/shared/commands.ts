import { Refusal } from './refusal.ts'

/** The commands of a lab that need more than a shell, loaded when they are called. */
export type Commands = Readonly<
  Record<string, () => Promise<(words: readonly string[]) => Promise<void> | void>>
>

/** Runs the command that the first word of the program names; a refusal ends with 2, any other failure with 1. */
export async function runCommand(commands: Commands): Promise<void> {
  const [name = '', ...words] = process.argv.slice(2)
  try {
    const command = await commands[name]?.()
    if (command === undefined) throw new Refusal(`the lab has no command \`${name}\``)
    await command(words)
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).message}\n`)
    process.exitCode = error instanceof Refusal ? 2 : 1
  }
}
