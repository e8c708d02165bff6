import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The floor of checking what is known: every Markdown file of the folder that is named, read and hashed. */
const [folder = ''] = process.argv.slice(2)
const hash = createHash('sha256')
for (const file of globSync('**/*.md', { cwd: folder })) hash.update(readFileSync(join(folder, file)))
process.stdout.write(hash.digest('hex'))
