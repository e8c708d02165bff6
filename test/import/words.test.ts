import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Imported, importPage } from '../../engine/import/index.ts'
import { lostWords } from '../../engine/import/words.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkRunbook } from '../../engine/rules/index.ts'
import { trials } from '../helpers/trials.ts'

/** Pieces of pages, good and bad, that stand in any order and at any indent. */
const pieces = fc.constantFrom(
  '# Title',
  '## Step 1: look',
  '## Rollback',
  '### Verification',
  'Setext\n---',
  'Plain words here.',
  'If it is down, restart it.',
  '- [ ] a box',
  '- one\n- two\n  - three',
  '1. Run `df -h /`',
  '- If a, do b\n- If c, do d',
  '1. If a, do b\n2. If c, do d',
  '1. **A thing:** do c\n2. **B thing:** do d',
  'Step 1: look\ndf -h /',
  '> [!WARNING]\n> careful',
  '> quoted\n> > twice',
  '```bash\n# Look\ndf -h\n\n# Clean\nrm -rf /tmp/x\n```',
  '```\n$ uptime\n up 3 days\n```',
  '```sh\nkubectl delete pod <pod>\n```',
  '```',
  '~~~',
  '    indented code',
  '| Issue | Action |\n|---|---|\n| a | `systemctl restart x` |\n| b |',
  '**Action**: do it',
  '**Next** → somewhere',
  '- **yes** → go',
  '[a](#b) [c](d.md) <e@f.g>',
  '```bash\n# Option 1: a\ntrue\n# Option 2: b\nfalse\n```',
  '---',
  '***',
  'a $X ${y} {{ z }}',
  '```sql\nselect 1\n```',
  '```toml\n[a]\nb = 1\n```',
  '<details><summary>S</summary>',
  '</details>',
  'Is it up?\n├── NO → start\n└── YES → wait',
  '```\nUp?\n├── NO → start\n└── YES → wait\n```',
  '```mermaid\ngraph TD\nA{Up?} -->|no| B[Start]\nA -->|yes| C[`df -h`]\nB --> C\n```',
  '```mermaid\ngraph TD\nA[Look] --> B{Up?}\nB -- no --> A\nB -- yes --> C[See A thing]\n```',
  '!!! note "T"\n    text',
  ':::tip\nx\n:::',
  'otherwise, exit 0',
  '\\',
  '`',
  '* * *',
  '[x]: #y',
  '## Look',
  '## See [look](#look-1)',
  '- ## Action\n- ### Look',
  '- [ ] See [it](#look-1)\n- [x] and [x](#gone)',
  '    ```bash\n    # Look\n    df -h\n    ```',
  '&lt;tag&gt; **bold',
)
const indent = fc.constantFrom('', '', '', '  ', '    ', '\t', '> ', '- ')
const page = fc
  .array(fc.tuple(indent, pieces, fc.constantFrom('\n', '\n\n', '\r\n')), { maxLength: 14 })
  .map((all) => all.map(([before, piece, end]) => piece.replaceAll(/^/gm, before) + end).join(''))

/** What a page says: the languages of fences, and what else a reader does not see, aside. */
const said = (text: string): string =>
  text
    .replaceAll(/^([ \t>]*(?:[-*+] |\d+[.)] )*(?:`{3,}|~{3,})) *[\w-]*/gm, '$1')
    .replaceAll(/\]\(#[^)]*\)/g, ']')

async function mustImport(text: string): Promise<void> {
  const imported = (await importPage({ path: 'any.md', text }, { taken: new Set() })) as Imported
  for (const { file, text: made } of imported.runbooks) {
    const { runbook, diagnostics } = parseRunbook({ path: file, text: made })
    const errors = [...diagnostics, ...(await checkRunbook(runbook))].filter(
      ({ severity }) => severity === 'error',
    )
    expect(errors, made).toEqual([])
    const again = (await importPage({ path: file, text: made }, { taken: new Set() })) as Imported
    expect(again.runbooks.map((one) => one.text)).toEqual([made])
  }
  const all = imported.runbooks.map((one) => one.text).join('\n')
  expect(lostWords(said(text), all, new Set(['pod', 'z'])), all).toEqual([])
}

it('any page becomes runbooks that validate, with every word of it', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(page, mustImport), { numRuns: trials(60, 20_000) })
})

it('so does any text', { timeout: 120_000 }, async () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 200 })
    .filter((one) => !/[\uFFFD\p{Cf}\p{Cc}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}]/u.test(one))
  await fc.assert(fc.asyncProperty(text, mustImport), { numRuns: trials(60, 20_000) })
})
