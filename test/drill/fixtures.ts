import { join } from 'node:path'
import { frontmatter } from '../cli/fixtures.ts'

const lab = join(import.meta.dirname, 'toy', 'lab.ts')

/** Three ways to mend a thing, one of which does not; and a question that comes first. */
export const mend = `${frontmatter(
  'TOY-001',
  'It is broken',
  `inputs:
  DIR: { type: path }
  TOKEN: { type: secret }
escalate: { after: 15m, to: Toy lead }
`,
)}
## What is wrong?

\`\`\`bash ask
ls "$DIR"
\`\`\`

- **output contains "broken"** → [Mend it](#mend-it)
- **output contains "lost"** → [Buy a new one](#buy-a-new-one)
- **otherwise** → **resolved**

---

## Mend it

> [!CAUTION]
> Removes \`broken\`.

\`\`\`bash action
rm "$DIR/broken"
touch "$DIR/mended"
\`\`\`

\`\`\`bash verify
echo "seen with $TOKEN" >&2
test ! -e "$DIR/broken"
\`\`\`

**If it fails** → [Buy a new one](#buy-a-new-one)

---

## Buy a new one

> [!WARNING]
> Costs money.

\`\`\`bash action
touch "$DIR/new"
\`\`\`

\`\`\`bash verify
test -e "$DIR/new"
\`\`\`

**Next** → **escalate** to Toy lead
`

/** The file of a drill on the toy; \`changes\` replaces lines of the usual one, or adds to it. */
export function drillFile(changes: Readonly<Record<string, string>> = {}): string {
  const usual: Record<string, string> = {
    title: 'a broken toy is mended',
    runbook: '../toy.md',
    lab,
    fault: 'broken',
    operator: '{ confirm: { mend-it: broken } }',
    before: '|\n  ```bash verify\n  grep -q work "$DIR/broken"\n  ```',
    after:
      '|\n  ```bash verify\n  ls "$DIR"\n  ```\n\n  ```expect within=1s\n  output contains "mended"\n  ```',
    expect: '{ path: [what-is-wrong, mend-it] }',
  }
  const lines = Object.entries({ ...usual, ...changes }).filter(([, value]) => value !== '')
  return lines.map(([key, value]) => `${key}: ${value}\n`).join('')
}
