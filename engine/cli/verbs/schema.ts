import { Argument, type Command } from 'commander'

/** `runbook schema`: the JSON Schemas for other tools. */
export function registerSchema(program: Command): void {
  program
    .command('schema')
    .description('print a JSON Schema: of the frontmatter, the configuration or the journal')
    .addArgument(
      new Argument('[name]', 'which').choices(['frontmatter', 'config', 'journal']).default('frontmatter'),
    )
    .action(async (name: string) => {
      const { schema } = await import('../actions/schema.ts')
      schema(name)
    })
}
