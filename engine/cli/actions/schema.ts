import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../library/installation.ts'

/** Prints one of the emitted JSON Schemas. */
export function schema(name: string): void {
  process.stdout.write(readFileSync(join(packageRoot, 'schemas', `${name}.schema.json`), 'utf8'))
}
