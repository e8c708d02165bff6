import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** The floor of checking: remark-parse and remark-gfm alone, on every Markdown file of the folder that is named. */
const [folder = ''] = process.argv.slice(2)
const remark = unified().use(remarkParse).use(remarkGfm)
for (const file of globSync('**/*.md', { cwd: folder }))
  remark.parse(readFileSync(join(folder, file), 'utf8'))
