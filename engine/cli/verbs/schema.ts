import { Argument, type Command } from 'commander'

/** What there is a schema of; `schemas/` holds one of each. */
export const schemaNames = ['frontmatter', 'config', 'drill', 'journal', 'proof']

/** `runbook schema`: the JSON Schemas for other tools. */
export function registerSchema(program: Command): void {
  program
    .command('schema')
    .description('print a JSON Schema, for other tools')
    .addArgument(new Argument('[name]', 'of what').choices(schemaNames).default('frontmatter'))
    .action(async (name: string) => {
      const { schema } = await import('../actions/schema.ts')
      schema(name)
    })
}
